import type { Merchant } from '../state/parties.ts'
import type { Json } from './python-json.ts'
import type { Parameters } from './signing.ts'

/** One request of a merchant whose signature was right. */
export type Call = {
  readonly parameters: Parameters
  readonly merchant: Merchant
  /** The origin under which the merchant reaches the gateway. */
  readonly origin: string
}

/** The members of a reply, in the order in which they are sent. */
export type Reply = { readonly [member: string]: Json }

/** Works on a call; throws a Refusal when the gateway does not grant it. */
export type Endpoint = (call: Call) => Reply | Promise<Reply>
