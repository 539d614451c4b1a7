import type { Delivery, LedgerEntry, Sandbox } from '@tael/sandbox'
import type { Receipt } from '../../../packages/checkout/test/support/webhooks.ts'
import type { Merchant, Payment } from './merchant.ts'

/** The parties who know what happened, each from their side. */
export type Witnesses = {
  readonly sandbox: Sandbox
  readonly merchants: Readonly<Record<string, Merchant>>
  /** Every webhook that came, the oldest first. */
  readonly webhooks: readonly Receipt[]
}

/** Something that must not be. */
export type Fault = {
  /** `stuck` may still come right as time passes; the others never do. */
  readonly kind: 'lost' | 'doubled' | 'stuck'
  readonly what: string
}

type Event = {
  readonly id: string
  readonly type: string
  readonly sequence: number
  readonly data: Readonly<Record<string, unknown>>
}
type Refund = {
  readonly id: string
  readonly amount: number
  readonly status: string
  readonly attempt: string
}

/** What the API says of one payment. */
type Entry = {
  readonly payment: Payment
  readonly events: readonly Event[]
  readonly refunds: readonly Refund[]
}

/**
 * Compares the server's books, as its API shows them, with what it has acknowledged and with what really
 * happened to the money. Of these payments only, if some are named.
 */
export async function checkBooks(
  world: Witnesses,
  only?: readonly string[],
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const attempts = new Set<string>()
  // Before the first question: what is there now must be in every answer.
  const deliveries = world.sandbox.notifications
    .list()
    .filter((delivery) => delivery.attempts.some(({ isAcknowledged }) => isAcknowledged))
  const moved = [...world.sandbox.ledger()]
  for (const merchant of Object.values(world.merchants)) {
    // A copy: more may be acknowledged while we look.
    for (const { id, reference } of [...merchant.acknowledged.payments]) {
      if (only !== undefined && !only.includes(id)) continue
      const entry = await read(merchant, id)
      if (entry?.payment.reference !== reference) {
        faults.push({ kind: 'lost', what: `${id} was acknowledged and is not there` })
        continue
      }
      entry.events.forEach(({ data }) => attempts.add(String(data['attempt'])))
      faults.push(
        ...moneyFaults(entry, ledgerOf(world, entry)),
        ...acknowledgedFaults(deliveries, merchant, entry),
        ...webhookFaults(world, entry),
      )
    }
  }
  if (only === undefined) faults.push(...foreignMoney(moved, attempts))
  return faults
}

async function read(merchant: Merchant, id: string): Promise<Entry | undefined> {
  const { status, body } = await merchant.call('GET', `/v1/payments/${id}`)
  if (status !== 200) return undefined
  const list = async (what: string): Promise<readonly never[]> =>
    (
      (await merchant.call('GET', `/v1/payments/${id}/${what}?limit=100`)).body as {
        readonly data: readonly never[]
      }
    ).data
  return { payment: body as Payment, events: await list('events'), refunds: await list('refunds') }
}

function attemptsOf({ events }: Entry): ReadonlySet<string> {
  return new Set(
    events
      .filter(({ type }) => type === 'attempt.recorded')
      .map(({ data }) => String(data['attempt'])),
  )
}

/** What happened to the money of a payment. */
function ledgerOf(world: Witnesses, entry: Entry): readonly LedgerEntry[] {
  const attempts = attemptsOf(entry)
  return world.sandbox.ledger().filter(({ paymentOutTradeNo }) => attempts.has(paymentOutTradeNo))
}

function moneyFaults(entry: Entry, ledger: readonly LedgerEntry[]): readonly Fault[] {
  const { payment, refunds, events } = entry
  const { id, status, amount } = payment
  const faults: Fault[] = []
  const add = (kind: Fault['kind'], what: string): void => {
    faults.push({ kind, what: `${id} (${status}): ${what}` })
  }
  const sum = (kind: 'payment' | 'refund', of: (line: LedgerEntry) => boolean): number =>
    ledger
      .filter((line) => line.kind === kind && of(line))
      .reduce((all, line) => all + line.amount, 0)

  const charged = sum('payment', () => true)
  const refunded = sum('refund', () => true)
  const kept = charged - refunded
  const isPaid = status === 'succeeded'
  const wasPaid = sum('payment', (line) => line.outTradeNo === payment.attempt)
  const refundedOfIt = sum('refund', (line) => line.paymentOutTradeNo === payment.attempt)

  for (const { subject, message } of payment.reviews) add('stuck', `${subject}: ${message}`)
  if (isPaid && wasPaid !== amount) add('lost', `is called paid, and ${wasPaid} was paid`)
  if (!isPaid && kept !== 0) add('stuck', `${kept} of the payer's money is kept for nothing`)
  if (isPaid && kept > amount) add('doubled', `${kept} is kept of ${amount}`)
  if (isPaid && payment.amount_refunded !== refundedOfIt) {
    add('stuck', `${payment.amount_refunded} counts as refunded, and ${refundedOfIt} was`)
  }
  for (const refund of refunds) {
    if (!['succeeded', 'failed'].includes(refund.status)) {
      add('stuck', `${refund.id} is ${refund.status}`)
    }
  }
  const done = refunds.filter((refund) => refund.status === 'succeeded')
  const asked = done.reduce((all, refund) => all + refund.amount, 0)
  const isAllOver = done.length === refunds.length
  if (isAllOver && refunded > asked)
    add('doubled', `${refunded} went back, ${asked} was asked back`)
  if (refunded > charged) add('doubled', `${refunded} went back of ${charged}`)
  const succeeded = events.filter(({ type }) => type === 'payment.succeeded')
  if (succeeded.length > 1) add('doubled', `it has succeeded ${succeeded.length} times`)
  if (events.some(({ sequence }, index) => sequence !== index + 1)) {
    add('lost', 'its timeline has gaps')
  }
  return faults
}

/** What was answered 2xx or SUCCESS is there, and means what it meant. */
function acknowledgedFaults(
  deliveries: readonly Delivery[],
  merchant: Merchant,
  entry: Entry,
): readonly Fault[] {
  const { payment, refunds, events } = entry
  const { acknowledged } = merchant
  const faults: Fault[] = []
  const add = (what: string): void => {
    faults.push({ kind: 'lost', what: `${payment.id} (${payment.status}): ${what}` })
  }
  for (const { id, payment: of, amount } of acknowledged.refunds) {
    if (of !== payment.id) continue
    const refund = refunds.find((each) => each.id === id)
    if (refund?.amount !== amount) add(`${id} was acknowledged and is not there`)
  }
  const isCanceled = events.some(({ type }) => type === 'payment.canceled')
  if (acknowledged.canceled.includes(payment.id) && !isCanceled) add('its canceling is forgotten')

  const numbers = new Set([...attemptsOf(entry), ...refunds.map(({ id }) => id)])
  const heard = new Set(
    events
      .filter(({ type }) => type === 'notification.received')
      .map(({ data }) => String(data['refund'] ?? data['attempt'])),
  )
  for (const { orderId } of deliveries) {
    if (numbers.has(orderId) && !heard.has(orderId)) {
      add(`the notification of ${orderId} was answered SUCCESS and is not there`)
    }
  }
  return faults
}

/** Every event reaches the merchant, and the first time in the order in which it happened. */
function webhookFaults(world: Witnesses, { payment, events }: Entry): readonly Fault[] {
  const arrived = new Set<string>()
  const order: number[] = []
  for (const { event } of world.webhooks) {
    const { id, sequence, payment: of } = event.data.event
    if (of !== payment.id || arrived.has(id)) continue
    arrived.add(id)
    order.push(sequence)
  }
  const missing = events.filter(({ id }) => !arrived.has(id))
  const isOrdered = order.every(
    (sequence, index) => index === 0 || sequence > (order[index - 1] ?? 0),
  )
  return [
    ...missing.map(({ type }): Fault => ({
      kind: 'stuck',
      what: `${payment.id}: the webhook ${type} has not come`,
    })),
    ...(isOrdered
      ? []
      : [{ kind: 'lost' as const, what: `${payment.id}: webhooks came as ${order.join(', ')}` }]),
  ]
}

/** Money that moved for an order that no payment knows: the write-ahead was not ahead. */
function foreignMoney(
  moved: readonly LedgerEntry[],
  attempts: ReadonlySet<string>,
): readonly Fault[] {
  return moved
    .filter(({ paymentOutTradeNo }) => !attempts.has(paymentOutTradeNo))
    .map(({ outTradeNo, kind }) => ({
      kind: 'lost',
      what: `${outTradeNo}: a ${kind} that no payment knows of`,
    }))
}
