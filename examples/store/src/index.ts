export { WEBHOOKS_PATH } from './hear-tael.ts'
export { askForWebhooks } from './take-payment.ts'
export { createStore, type Store, type StoreOptions } from './store.ts'
