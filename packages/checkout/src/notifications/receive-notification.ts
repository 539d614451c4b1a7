import { hash } from 'node:crypto'
import {
  isQfpayError,
  verifyNotification,
  type Notification,
  type RefundedPayment,
} from '@tael/qfpay'
import { verifyingKeys, type Account } from '../accounts/account.ts'
import { enquireAttempt } from '../attempts/enquire-attempt.ts'
import { noteNotification } from '../attempts/note-notification.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { nextEnquiryAt } from '../enquiries/schedule.ts'
import type { NotificationFacts } from '../events/event-data.ts'
import type { Attempt } from '../payments/attempt.ts'
import { readOrders } from '../payments/read-orders.ts'
import { parseId } from '../platform/ids.ts'
import { pack } from '../platform/pack.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { Serving } from '../platform/serving.ts'
import { enquireRefundElsewhere } from '../refunds/enquire-refund-elsewhere.ts'
import { enquireRefund } from '../refunds/enquire-refund.ts'
import { noteRefundNotification } from '../refunds/note-refund-notification.ts'
import type { Refund } from '../refunds/refund.ts'
import { noteForged, noteKept } from './note-exchange.ts'
import { keepNotification, type StoredNotification } from './notification-store.ts'
import type { OrderNotifications } from './order-notifications.ts'

export type ReceivedNotification = 'kept' | 'forged'

type Receiving = {
  readonly orderNotifications: OrderNotifications
  /** Acknowledgements come first: enquiries begin when no notification is being received. */
  readonly serving: Pick<Serving, 'untilIdle'>
}

/** What came: the body's bytes and the header with their signature. */
type Received = { readonly body: Uint8Array; readonly signature: string | undefined }

/**
 * Verifies a notification over its raw bytes and stores it. When this returns `kept`, it is durable
 * and may be acknowledged; only the enquiry that starts here can prove what it says.
 */
export async function receiveNotification(
  deps: Deps & Receiving,
  account: Account,
  received: Received,
): Promise<ReceivedNotification> {
  const at = deps.clock.now()
  const notification = verify(deps, account, received)
  if (notification === undefined) return 'forged'
  const stored = storedAs(deps, account, { notification, body: received.body })
  if (await receiveOfOrder(deps, account, { notification, stored })) return 'kept'
  const { attempt, refund, isFirst } = await keep(deps, account, { notification, stored })
  const known = attempt?.id ?? refund?.id
  showOnTimeline(deps, noteKept(deps, account, { notification, at, known }))
  if (!isFirst) return 'kept'
  // QFPay may have done one that has succeeded under an older number too.
  if (refund !== undefined && (refund.status !== 'succeeded' || refund.numbers > 1)) {
    void enquireRefund(deps, refund).catch((error: unknown) => {
      deps.log.warn('refund.unanswered', { refund: refund.id, error })
    })
  }
  if (refund === undefined && notification.notifyType === 'refund') {
    // A notification about another system's payment costs no question if it says so.
    if (attempt !== undefined || namesNoPayment(notification)) {
      const accountId = attempt?.accountId ?? account.id
      void enquireRefundElsewhere(deps, accountId, notification).catch((error: unknown) => {
        deps.log.warn('refund.unanswered', { account: accountId, error })
      })
    }
  }
  if (attempt === undefined) {
    // Another system may share the account; the notification is stored either way.
    const isPayment = notification.notifyType === 'payment'
    if (isPayment) deps.log.warn('notification.unknown_order', { account: account.id })
    return 'kept'
  }
  if (attempt.status !== 'succeeded') void askAbout(deps, attempt)
  return 'kept'
}

/** The usual notification reports the payment of an open order. False, with nothing stored, if this one does not. */
async function receiveOfOrder(
  deps: Deps & Receiving,
  account: Account,
  {
    notification,
    stored,
  }: { readonly notification: Notification; readonly stored: StoredNotification },
): Promise<boolean> {
  const attemptId = parseId('att', stored.outTradeNo ?? '')
  if (attemptId === undefined || notification.notifyType !== 'payment') return false
  const { id, receivedAt: at } = stored
  const kept = await deps.orderNotifications.keep({
    ...stored,
    enquireAt: nextEnquiryAt({ openedAt: at, now: at }),
    event: {
      id: deps.newId('evt'),
      data: { attempt: attemptId, notification: id, ...factsOf(notification) },
    },
  })
  if (kept === undefined) return false
  showOnTimeline(deps, noteKept(deps, account, { notification, at, known: attemptId }))
  if (kept.attempt !== undefined) void askAbout(deps, kept.attempt)
  return true
}

async function askAbout(deps: Deps & Receiving, attempt: Attempt): Promise<void> {
  try {
    await deps.serving.untilIdle()
    await enquireAttempt(deps, attempt, 'notified')
  } catch (error) {
    deps.log.warn('enquiry.unanswered', { attempt: attempt.id, error })
  }
}

function storedAs(
  deps: Deps,
  account: Account,
  { notification, body }: { readonly notification: Notification; readonly body: Uint8Array },
): StoredNotification {
  return {
    id: deps.newId('ntf'),
    accountId: account.id,
    digest: hash('sha256', body),
    outTradeNo: notification.outTradeNo,
    notifyType: notification.notifyType,
    // The body names the payer (cardcd).
    bodySealed: deps.sealing.seal(packed(body), sealContext.notification(account.id)),
    receivedAt: deps.clock.now(),
  }
}

function verify(deps: Deps, account: Account, received: Received): Notification | undefined {
  try {
    return verifyWithAnyKey(account, received, deps.clock.now())
  } catch (error) {
    if (!isQfpayError(error)) throw error
    deps.log.warn('notification.refused', {
      account: account.id,
      reason: error.code,
      hint: error.hint,
    })
    const { body } = received
    if (error.code === 'signature') showOnTimeline(deps, noteForged(deps, account, body))
    return undefined
  }
}

/** While an account's key is new, QFPay may have signed with the old one. */
function verifyWithAnyKey(account: Account, received: Received, now: Date): Notification {
  const { secrets, settings } = account
  const { utcOffset, currencyScales = {} } = settings
  const [newest, ...former] = verifyingKeys(secrets, now)
  const verify = (clientKey: string): Notification =>
    verifyNotification({ ...received, clientKey, utcOffset, currencyScales })
  for (const clientKey of former) {
    try {
      return verify(clientKey)
    } catch (error) {
      if (!isQfpayError(error) || error.code !== 'signature') throw error
    }
  }
  return verify(newest)
}

/** Nothing waits for it: a forger could otherwise learn from the duration which numbers exist. */
function showOnTimeline(deps: Deps, shown: Promise<void>): void {
  void shown.catch((error: unknown) => deps.log.warn('notification.not_shown', { error }))
}

async function keep(
  deps: Deps,
  account: Account,
  {
    notification,
    stored,
  }: { readonly notification: Notification; readonly stored: StoredNotification },
): Promise<{ readonly attempt?: Attempt; readonly refund?: Refund; readonly isFirst: boolean }> {
  const { id, notifyType, outTradeNo } = stored
  const original = await readOriginal(deps, notification)
  return inTransaction(deps.database, async (trx) => {
    const { isFirst } = await keepNotification(trx, stored)
    if (!isFirst || outTradeNo === undefined) return { isFirst }
    const noted = { id, account, facts: factsOf(notification) }
    // Even an unreadable one is worth a question about its number.
    const refund =
      notifyType === 'payment'
        ? undefined
        : await noteRefundNotification(trx, deps, { ...noted, number: outTradeNo })
    const attemptId =
      notifyType !== 'refund' ? outTradeNo : refund === undefined ? original : undefined
    const attempt = attemptId && (await noteNotification(trx, deps, { ...noted, attemptId }))
    return { ...(attempt && { attempt }), ...(refund && { refund }), isFirst }
  })
}

/** The attempt whose refund a notification reports. */
async function readOriginal(deps: Deps, notification: Notification): Promise<string | undefined> {
  if (notification.notifyType !== 'refund' || namesNoPayment(notification)) return undefined
  const { originalSyssn, originalOutTradeNo } = notification
  const named = [originalOutTradeNo, originalSyssn].filter((number) => number !== undefined)
  const [order] = await readOrders(deps, { ids: named, syssns: named })
  return order?.attempt.id
}

function namesNoPayment({ originalSyssn, originalOutTradeNo }: RefundedPayment): boolean {
  return originalSyssn === undefined && originalOutTradeNo === undefined
}

/** The exact bytes. Earlier versions kept them as they are, and in base64 after `base64:` if they were no UTF-8. */
function packed(body: Uint8Array): string {
  return `packed:${pack(body).toString('base64')}`
}

function factsOf(notification: Notification): NotificationFacts {
  const { notifyType } = notification
  if (notifyType === 'unknown') return { notify_type: notifyType }
  const { syssn, amount } = notification
  return { notify_type: notifyType, syssn, amount }
}
