import { z } from '@hono/zod-openapi'
import type { Event } from '../events/event.ts'
import { instant } from '../http/api.ts'
import { factsSchema } from '../payments/facts-resource.ts'
import type { Subject } from '../webhooks/queue-webhooks.ts'
import { RESOLUTIONS, type FoundDifference } from './difference-work.ts'
import { DIFFERENCE_KINDS, type DifferenceOutcome, type Side } from './difference.ts'
import {
  needingPerson,
  startsAt,
  RECONCILIATION_CAUSES,
  RECONCILIATION_STATUSES,
  type Reconciliation,
} from './reconciliation.ts'

const bound = z.iso.datetime({ offset: true })

export const newReconciliationSchema = z
  .strictObject({
    from: bound.openapi({
      description: "First instant of QFPay's time; a whole second of the last 366 days",
      example: '2026-03-01T00:00:00+08:00',
    }),
    to: bound.openapi({
      description: 'The first instant after it; not in the future',
      example: '2026-03-02T00:00:00+08:00',
    }),
  })
  .openapi('NewReconciliation')

const countSchema = z.object({
  resolved: z.int().openapi({ description: 'Resolved automatically' }),
  reported: z.int().openapi({ description: 'Left to a person' }),
})

export const reconciliationSchema = z
  .object({
    id: z.string().openapi({ example: 'rcn_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('reconciliation'),
    cause: z.enum(RECONCILIATION_CAUSES).openapi({
      description: 'Started every day, or on demand',
    }),
    status: z.enum(RECONCILIATION_STATUSES).openapi({
      description: 'A stalled one continues later from where it stopped',
    }),
    from: instant,
    to: instant,
    read_until: instant.openapi({ description: 'Everything before it is compared' }),
    transactions: z.int().openapi({ description: "How many of QFPay's rows were compared" }),
    unreadable: z.int().openapi({
      description: 'Paid rows of unknown orders whose amount or currency could not be read',
    }),
    differences: z
      .record(z.enum(DIFFERENCE_KINDS), countSchema)
      .openapi({ description: 'By kind; docs/reconciliation.md says what each means' }),
    needs_review: z.int().openapi({
      description: 'How many differences a person has to look at',
    }),
    failure: z.string().optional().openapi({ description: 'Why it has stopped for now' }),
    created_at: instant,
    starts_at: instant.openapi({
      description:
        'When Tael asks QFPay first: not within five minutes after the range, for QFPay may list a payment late',
    }),
    completed_at: instant.optional(),
  })
  .openapi('Reconciliation')

const sideSchema = z.object({
  status: z.string(),
  amount: z.int().optional().openapi({ description: "In the currency's minor unit" }),
  currency: z.string().optional(),
})

const OUTCOMES = [
  'recorded',
  'refunded',
  'reported',
] as const satisfies readonly DifferenceOutcome[]

export const differenceSchema = z
  .object({
    id: z.string(),
    object: z.literal('reconciliation_difference'),
    reconciliation: z.string(),
    kind: z.enum(DIFFERENCE_KINDS),
    resolved: z.boolean().openapi({ description: 'Whether Tael has resolved it automatically' }),
    outcome: z.enum(OUTCOMES).openapi({
      description: 'Recorded as by an ordinary enquiry; recorded and refunded; or left to a person',
    }),
    message: z.string().openapi({ description: 'For people; may change' }),
    facts: factsSchema.optional().openapi({
      description: 'What the message says, for a program; absent in older differences',
    }),
    payment: z.string().optional(),
    reference: z.string().optional().openapi({ description: "The payment's reference" }),
    attempt: z.string().optional(),
    refund: z.string().optional(),
    out_trade_no: z.string(),
    syssn: z.string().optional(),
    recorded_at: instant.optional().openapi({ description: "QFPay's time of the order" }),
    resolution: z.enum(RESOLUTIONS).optional().openapi({
      description: 'What became of it, as an operator has said',
    }),
    resolved_at: instant.optional().openapi({ description: 'When the operator said it' }),
    ours: sideSchema.optional(),
    theirs: sideSchema.optional(),
  })
  .openapi('ReconciliationDifference')

export type DifferenceResource = z.infer<typeof differenceSchema>

export function reconciliationResource(run: Reconciliation): z.infer<typeof reconciliationSchema> {
  return {
    id: run.id,
    object: 'reconciliation',
    cause: run.cause,
    status: run.status,
    from: run.from.toISOString(),
    to: run.to.toISOString(),
    read_until: run.readUntil.toISOString(),
    transactions: run.transactions,
    unreadable: run.unreadable,
    differences: Object.fromEntries(
      DIFFERENCE_KINDS.map((kind) => [kind, run.counts[kind] ?? { resolved: 0, reported: 0 }]),
    ) as z.infer<typeof reconciliationSchema>['differences'],
    needs_review: needingPerson(run),
    ...(run.failure !== undefined && { failure: run.failure }),
    created_at: run.createdAt.toISOString(),
    starts_at: startsAt(run.to, run.createdAt).toISOString(),
    ...(run.completedAt && { completed_at: run.completedAt.toISOString() }),
  }
}

export function differenceResource(found: FoundDifference): DifferenceResource {
  const { resolution, resolvedAt } = found.work
  const { outcome = 'reported', recordedAt, syssn, ours, theirs, reference } = found
  return {
    id: found.id,
    object: 'reconciliation_difference',
    reconciliation: found.reconciliationId,
    kind: found.kind,
    resolved: outcome !== 'reported',
    outcome,
    message: found.message,
    ...(found.facts && { facts: found.facts }),
    ...(found.paymentId !== undefined && { payment: found.paymentId }),
    ...(reference !== undefined && { reference }),
    ...(found.attemptId !== undefined && { attempt: found.attemptId }),
    ...(found.refundId !== undefined && { refund: found.refundId }),
    out_trade_no: found.outTradeNo,
    ...(syssn !== undefined && { syssn }),
    ...(recordedAt && { recorded_at: recordedAt.toISOString() }),
    ...(resolution && { resolution }),
    ...(resolvedAt && { resolved_at: resolvedAt.toISOString() }),
    ...(ours && { ours: sideResource(ours) }),
    ...(theirs && { theirs: sideResource(theirs) }),
  }
}

function sideResource({ status, amount, currency }: Side): z.infer<typeof sideSchema> {
  return {
    status,
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency }),
  }
}

/** A reconciliation as its event and its webhooks show it. */
export function reconciliationSubject(run: Reconciliation): Subject {
  const { id, accountId } = run
  const resource = reconciliationResource(run)
  const describe = (event: Event): object => ({
    event: reconciliationEventResource(event),
    reconciliation: resource,
  })
  return { of: 'reconciliation', id, accountId, sequence: 1, describe }
}

/** The event as a webhook shows it; `/v1/payments/{payment}/events` has only those of a payment. */
function reconciliationEventResource(event: Event): object {
  return {
    id: event.id,
    object: 'event',
    type: event.type,
    reconciliation: event.subjectId,
    sequence: event.sequence,
    created_at: event.createdAt.toISOString(),
    data: { ...event.data },
  }
}
