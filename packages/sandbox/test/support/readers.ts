/** What reads text from outside before anybody has judged it: for `npm run prove -- --only hostile`. */
export { readPhoneHost } from '../../src/phone/phone-address.ts'
export { readPayParams } from '../../src/wechat/wallet-rules.ts'
