export { FIRST_CLOSING, FIRST_ENQUIRY } from './attempt-store.ts'
export { FIRST_DEADLINE } from './payment-store.ts'
