/** What reads text from outside before anybody has judged it: for `npm run prove -- --only hostile`. */
export { parseStrictJson } from '../../src/http/strict-json.ts'
export { payerLanguage } from '../../src/language/payer-language.ts'
export { readState } from '../../src/pay-page/authorization-state.ts'
export { payerBrowser } from '../../src/pay-page/payer-browser.ts'
export { parseId } from '../../src/platform/ids.ts'
export { createSealing, SealError } from '../../src/platform/sealed.ts'
export { isPublicAddress, targetProblem } from '../../src/webhooks/webhook-target.ts'
