import { maskFields, type Notification } from '@tael/qfpay'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { readAttempt } from '../payments/read-payments.ts'
import { parseId } from '../platform/ids.ts'
import { readRefund } from '../refunds/read-refunds.ts'

/** Above this rate Tael only counts them and looks up nothing. */
const MAX_LOOKED_UP = 10

/** Shows a stored notification on the payment that it is about. */
export async function noteKept(
  deps: Deps,
  account: Account,
  kept: {
    readonly notification: Notification
    readonly at: Date
    /** The attempt or refund; undefined if it was not looked up. */
    readonly known: string | undefined
  },
): Promise<void> {
  const { notification, at, known } = kept
  const about = known ?? (await ownNumber(deps, account, notification.raw['out_trade_no']))
  if (about === undefined) return
  deps.exchanges.record({
    about,
    kind: 'notification',
    sentAt: at,
    facts: {
      signature: 'valid',
      algorithm: notification.signType,
      request: maskFields(notification.raw),
    },
    fold: 'valid',
  })
}

/**
 * Counts a forged notification, and shows on the payment whose number it names that there was one.
 * Nothing else of it is believed, stored or repeated, and a sender of many gets one line an hour.
 */
export async function noteForged(deps: Deps, account: Account, body: Uint8Array): Promise<void> {
  const at = deps.clock.now()
  if (deps.exchanges.countForged(account.id) > MAX_LOOKED_UP) return
  const [named] = /\b(?:att|ref)_[\da-z]{26}\b/.exec(Buffer.from(body).toString('latin1')) ?? []
  const about = await ownNumber(deps, account, named)
  if (about === undefined) return
  deps.exchanges.record({
    about,
    kind: 'notification',
    sentAt: at,
    facts: { signature: 'forged' },
    fold: 'forged',
  })
}

/** The number, if it belongs to an attempt or a refund of the account. */
async function ownNumber(
  deps: Deps,
  account: Account,
  number: unknown,
): Promise<string | undefined> {
  if (typeof number !== 'string') return undefined
  const attempt = parseId('att', number)
  const refund = parseId('ref', number)
  const named =
    attempt === undefined
      ? refund && (await readRefund(deps, refund))
      : await readAttempt(deps, attempt)
  return named?.accountId === account.id ? named.id : undefined
}
