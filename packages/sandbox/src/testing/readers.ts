/** What reads text from outside before anybody has judged it: for `npm run prove -- --only hostile`. */
export { readPhoneHost } from '../phone/phone-address.ts'
export { readPayParams } from '../wechat/wallet-rules.ts'
