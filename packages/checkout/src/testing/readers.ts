/** What reads text from outside before anybody has judged it: for `npm run prove -- --only hostile`. */
export { parseStrictJson } from '../http/strict-json.ts'
export { payerLanguage } from '../language/payer-language.ts'
export { readState } from '../pay-page/authorization-state.ts'
export { payerBrowser } from '../pay-page/payer-browser.ts'
export { parseId } from '../platform/ids.ts'
export { createSealing, SealError } from '../platform/sealed.ts'
export { isPublicAddress, targetProblem } from '../webhooks/webhook-target.ts'
