import type { Row } from '../../../packages/checkout/test/support/sessions.ts'
import { MAX_OFF_MS, type World } from '../world.ts'
import type { Books } from './books.ts'

const STATUS_AFTER: Readonly<Record<string, string>> = {
  'payment.created': 'created',
  'payment.pending': 'pending',
  'payment.succeeded': 'succeeded',
  'payment.failed': 'failed',
  'payment.expired': 'expired',
  'payment.canceled': 'canceled',
}

/** The events of a payment have no gap, and tell the whole way to where it stands. */
export function eventsTellAll(books: Books): readonly string[] {
  return books.payments.flatMap((payment) => {
    const own = books.events.filter((event) => event['payment_id'] === payment['id'])
    const gap = own.findIndex((event, index) => event['sequence'] !== index + 1)
    const told = own.reduce((status, { type }) => STATUS_AFTER[String(type)] ?? status, 'nothing')
    const id = String(payment['id'])
    return [
      ...(gap === -1 && own.length === payment['sequence']
        ? []
        : [`${id} has a gap at ${gap + 1}`]),
      ...(told === payment['status']
        ? []
        : [`${id} is ${String(payment['status'])}, its events say ${told}`]),
      ...endsOf(books, { payment, own }),
    ]
  })
}

/** The end of each attempt and refund is an event, once. */
function endsOf(
  books: Books,
  { payment, own }: { readonly payment: Row; readonly own: readonly Row[] },
): readonly string[] {
  const ends = [
    ...books.attempts.map((row) => ({ kind: 'attempt', row })),
    ...books.refunds.map((row) => ({ kind: 'refund', row })),
  ].filter(({ row }) => row['payment_id'] === payment['id'] && row['status'] === 'succeeded')
  return ends.flatMap(({ kind, row }) => {
    const told = own.filter(
      ({ type, data }) => type === `${kind}.succeeded` && data[kind] === row['id'],
    )
    return told.length === 1
      ? []
      : [`${String(row['id'])} succeeded ${told.length} times in events`]
  })
}

/** What was answered is there: payments, cancellations, refunds, notifications. */
export function acknowledgedStays(books: Books, { evidence }: World): readonly string[] {
  const lost = evidence.promised.filter((promised) => {
    const { id } = promised
    switch (promised.kind) {
      case 'payment':
        return !books.payments.some((row) => row['id'] === id && row['amount'] === promised.amount)
      case 'refund':
        return !books.refunds.some((row) => row['id'] === id && row['amount'] === promised.amount)
      case 'canceled':
        return !books.events.some(
          ({ type, payment_id }) => type === 'payment.canceled' && payment_id === id,
        )
    }
  })
  const forgotten = evidence.acknowledged.filter(
    ({ account, digest }) =>
      !books.notifications.some((row) => row['account_id'] === account && row['digest'] === digest),
  )
  return [
    ...lost.map(({ kind, id }) => `the ${kind} ${id} was acknowledged, and is not there`),
    ...forgotten.map(
      ({ digest }) => `notification ${digest} was answered SUCCESS, and is not kept`,
    ),
  ]
}

/** A merchant's refund is one refund, however often it was asked for. */
export function refundsOnce(books: Books): readonly string[] {
  const asked = books.refunds.filter((row) => row['cause'] === 'merchant')
  const references = asked.map((row) => String(row['reference']))
  const ours = books.refunds.filter((row) => row['cause'] !== 'merchant')
  return [
    ...references.filter((one, index) => references.indexOf(one) !== index),
    ...ours
      .map((row) => String(row['attempt_id']))
      .filter((one, index, all) => all.indexOf(one) !== index),
  ].map((of) => `${of} has several refunds`)
}

/** What QFPay can refuse for now: five nights, or the takings of thirty days. */
const MAX_TOLD = 31

/** A refund has an event when there is news, and not each time that it is sent. */
export function eventsBounded(books: Books): readonly string[] {
  return books.refunds.flatMap(({ id, numbers }) => {
    const own = books.events.filter(({ data }) => data.refund === id)
    return ['refund.pending', 'refund.postponed'].flatMap((type) => {
      const told = own.filter((event) => event['type'] === type).length
      const most = Math.min(Number(numbers) + 1, MAX_TOLD)
      return told <= most ? [] : [`${String(id)}: ${told} times ${type}, with ${numbers} numbers`]
    })
  })
}

/** For how long an event waits at least for an earlier one that fails. */
const HELD_MS = 300_000

/** Every event reaches every endpoint that wants it, first in order, and nothing else does. */
export function webhooksFollow(books: Books, { evidence }: World): readonly string[] {
  return books.endpoints.flatMap((endpoint) => {
    const path = new URL(String(endpoint['url'])).pathname
    const received = evidence.webhooks.filter((webhook) => webhook.endpoint === path)
    const wanted = books.events.filter(
      (event) =>
        event['account_id'] === endpoint['account_id'] &&
        wants(endpoint['event_types'] as readonly string[], String(event['type'])),
    )
    // What was given up while the endpoint was disabled comes after what happened before its replay.
    const inOrderFrom = (evidence.replayedAt.get(path) ?? -Infinity) + 2 * MAX_OFF_MS
    const taken = new Set<string>()
    const broken: string[] = []
    for (const { eventId, subject, sequence, type, isTaken, at } of received) {
      const before = wanted.filter(
        (event) =>
          subjectOf(event) === subject &&
          Number(event['sequence']) < sequence &&
          createdAt(event) > at - HELD_MS + 2 * MAX_OFF_MS,
      )
      const told = wanted.find((event) => event['id'] === eventId && event['type'] === type)
      if (told === undefined) {
        broken.push(`${path} was told of ${eventId} (${type}), which is no event`)
      }
      if (
        createdAt(told) > inOrderFrom &&
        before.some(
          (event) => !taken.has(String(event['id'])) && !isGivenUp(books, endpoint, event),
        )
      ) {
        broken.push(`${path} was told of ${eventId} (${type}) before what came before it`)
      }
      if (isTaken) taken.add(eventId)
    }
    const missed = wanted.filter(
      (event) => !taken.has(String(event['id'])) && !isGivenUp(books, endpoint, event),
    )
    return [
      ...broken,
      ...missed.map(
        (event) => `${path} was never told of ${String(event['type'])} ${String(event['id'])}`,
      ),
    ]
  })
}

function createdAt(event: Row | undefined): number {
  return new Date(event?.['created_at'] ?? 0).getTime()
}

function subjectOf(event: Row): string {
  return String(event['payment_id'] ?? event['reconciliation_id'])
}

function isGivenUp(books: Books, endpoint: Row, event: Row): boolean {
  return books.deliveries.some(
    (row) =>
      row['endpoint_id'] === endpoint['id'] &&
      row['event_id'] === event['id'] &&
      row['status'] === 'failed',
  )
}

function wants(types: readonly string[], type: string): boolean {
  return types.some(
    (one) => one === '*' || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))),
  )
}
