import { type Journal } from './journal.ts'
import { type Payer } from './parties.ts'
import { type Wallet } from './wechat/wallet.ts'

/** What the simulated WeChat for people needs of the sandbox. */
export interface PhoneDeps {
  readonly wallet: Wallet
  readonly journal: Journal
  payers(): readonly Payer[]
  /** Gateway, WeChat and control API, in process; whatever host the request names. */
  gateway(request: Request): Promise<Response>
  /** The way to the sites of this machine. */
  readonly fetch: typeof fetch
}

/** What `createPhone(deps)` in phone/phone.ts returns. */
export interface Phone {
  /** The answer to a request that is the phone's, undefined for one that is the gateway's. */
  handle(request: Request): Promise<Response> | undefined
}
