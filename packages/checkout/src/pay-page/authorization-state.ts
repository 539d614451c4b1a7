import { timingSafeEqual } from 'node:crypto'
import type { Id } from '../platform/ids.ts'
import type { Sealing } from '../platform/sealed.ts'

/** What a redirect to authorize is for. It is signed, not stored: opening the page writes nothing. */
export type Authorization = {
  readonly paymentId: string
  readonly attemptId: Id<'att'>
  /** The cookie of the browser that was sent away; no other browser may answer. */
  readonly browser: string
}

const ID_LENGTH = 26
const TIME_LENGTH = 8
/** Longer than WeChat's code lives: 5 minutes. */
const LIFE_SECONDS = 15 * 60

/** Letters and digits only, at most 128, as WeChat requires of `state`. Single use: it contains the attempt's id. */
export function writeState(
  deps: { readonly sealing: Sealing },
  authorization: Authorization,
  now: Date,
): string {
  const issuedAt = Math.floor(now.getTime() / 1000)
    .toString(36)
    .padStart(TIME_LENGTH, '0')
  const body = authorization.attemptId.slice('att_'.length) + issuedAt
  return body + proof(deps.sealing, body, authorization)
}

/** The attempt's id, or undefined if the state is forged, too old, or from another browser or payment. */
export function readState(
  deps: { readonly sealing: Sealing },
  state: string,
  from: Omit<Authorization, 'attemptId'> & { readonly now: Date },
): Id<'att'> | undefined {
  const body = state.slice(0, ID_LENGTH + TIME_LENGTH)
  const given = Buffer.from(state.slice(body.length))
  const expected = Buffer.from(proof(deps.sealing, body, from))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const issuedAt = Number.parseInt(body.slice(ID_LENGTH), 36)
  if (from.now.getTime() / 1000 > issuedAt + LIFE_SECONDS) return undefined
  return `att_${body.slice(0, ID_LENGTH)}`
}

function proof(
  sealing: Sealing,
  body: string,
  bound: { readonly paymentId: string; readonly browser: string },
): string {
  const hash = sealing.sign(`${body} ${bound.paymentId} ${bound.browser}`, 'authorization state')
  return Buffer.from(hash, 'base64url').toString('hex')
}
