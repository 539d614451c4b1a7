import type { Merchant } from '../state/parties.ts'
import type { Settings } from '../state/settings.ts'
import type { State } from '../state/state.ts'
import type { Reply } from './call.ts'
import { pythonJson } from './python-json.ts'
import type { Refusal } from './refusal.ts'
import { sentenceOf } from './respcd-texts.ts'
import { sign } from './signing.ts'

/** A reply as QFPay sends it: Python's JSON, signed over its bytes once the merchant is known. */
export function writeReply(state: State, reply: Reply, merchant: Merchant | undefined): Response {
  const body = pythonJson(reply)
  return new Response(body, {
    status: reply['respcd'] === '0000' ? 200 : state.settings.businessErrorStatus,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'x-powered-by': 'QF/1.1',
      ...(merchant === undefined ? {} : { 'x-qf-sign': sign(body, merchant.clientKey) }),
      ...(state.settings.declareSignType ? { 'x-qf-signtype': 'MD5' } : {}),
    },
  })
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
