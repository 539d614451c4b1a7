import type { Merchant } from '../state/parties.ts'
import type { Settings } from '../state/settings.ts'
import type { State } from '../state/state.ts'
import type { Reply } from './call.ts'
import { type Json, pythonJson } from './python-json.ts'
import type { Refusal } from './refusal.ts'
import { sentenceOf } from './respcd-texts.ts'
import { sign } from './signing.ts'

/** A reply as QFPay sends it: Python's JSON, signed over its bytes once the merchant is known. */
export function writeReply(state: State, reply: Reply, merchant: Merchant | undefined): Response {
  const { settings } = state
  const shaped = settings.replyShape === 'data' ? inData(reply) : reply
  const body = pythonJson(settings.replyNumbers === 'documented' ? asDocumented(shaped) : shaped)
  const isSigned = merchant !== undefined && settings.signReplies
  return new Response(body, {
    status: reply['respcd'] === '0000' ? 200 : settings.businessErrorStatus,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'x-powered-by': 'QF/1.1',
      ...(isSigned ? { 'x-qf-sign': sign(body, merchant.clientKey) } : {}),
      ...(settings.declareSignType ? { 'x-qf-signtype': 'MD5' } : {}),
    },
  })
}

/** As the page on responses draws every reply, and no sample: the rest in `data`, `syssn` under another name. */
function inData({ respcd = '', resperr = '', respmsg = '', ...rest }: Reply): Reply {
  const { syssn, data, ...others } = rest
  if (data !== undefined || syssn === undefined) return { respcd, resperr, respmsg, ...rest }
  return { respcd, resperr, respmsg, data: { qf_trade_no: syssn, ...others } }
}

/** Numbers of the types in QFPay's tables, which its samples do not have. */
function asDocumented(value: Json, name = ''): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => asDocumented(item))
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Readonly<Record<string, Json>>)
    return Object.fromEntries(members.map(([key, member]) => [key, asDocumented(member, key)]))
  }
  if (name === 'txamt' && /^\d+$/.test(String(value))) return Number(value)
  return name === 'page' || name === 'page_size' ? String(value) : value
}

/** HTTP 429: short, and without a respcd. */
export function tooManyRequests(state: State): Response {
  return new Response(pythonJson({ error: 'too many requests' }), {
    status: 429,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'retry-after': String(state.settings.retryAfterSeconds),
    },
  })
}

/** The reply to a request that is not granted. */
export function refusalReply(
  { respcd, resperr, respmsg }: Refusal,
  settings: Pick<Settings, 'language'>,
): Reply {
  return { resperr: `${resperr ?? sentenceOf(respcd, settings)} (${respcd})`, respcd, respmsg }
}
