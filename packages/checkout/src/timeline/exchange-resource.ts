import { z } from '@hono/zod-openapi'
import { eventResource, eventSchema } from '../events/event-resource.ts'
import type { Exchange } from '../exchanges/exchange.ts'
import type { TimelineEntry } from './read-timeline.ts'

const instant = z.iso.datetime()
const masked = z.record(z.string(), z.unknown())

const exchangeSchema = z
  .object({
    id: z.string().openapi({ example: 'exc_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('exchange'),
    kind: z.enum(['request', 'notification', 'return']).openapi({
      description:
        'request: Tael asked. notification: QFPay notified. return: the payer came back from authorizing with nothing new',
    }),
    about: z.string().openapi({ description: 'The attempt, refund or payment that it is about' }),
    sent_at: instant.openapi({ description: 'When it was sent, or the first of several alike' }),
    last_at: instant.openapi({
      description: 'When the last of them was sent; the other fields are from that one',
    }),
    times: z
      .int()
      .openapi({ description: 'How many exchanges in a row this one stands for, all alike' }),
    endpoint: z.string().optional().openapi({ example: '/trade/v1/query' }),
    why: z
      .enum([
        'waiting',
        'notified',
        'ordering',
        'scheduled',
        'refunding',
        'closing',
        'reconciling',
        'asked',
      ])
      .optional()
      .openapi({ description: 'Of an enquiry' }),
    attempt: z.int().optional().openapi({ description: '1, or more for an automatic retry' }),
    duration_ms: z.int().optional(),
    http_status: z.int().optional(),
    signature: z.enum(['valid', 'absent', 'forged']).optional().openapi({
      description: 'Of the answer or the notification; QFPay signs few of its answers',
    }),
    algorithm: z.enum(['MD5', 'SHA256']).optional(),
    respcd: z.string().optional(),
    meaning: z.string().optional().openapi({ description: 'What the code says, in plain words' }),
    failure: z
      .object({
        code: z.string(),
        outcome: z.enum(['not-sent', 'rejected', 'unknown']),
        reason: z.string().optional(),
      })
      .optional(),
    verdict: z.enum(['paid', 'unpaid', 'missing', 'unreadable', 'rejected']).optional().openapi({
      description: "What an enquiry's answer means for this attempt or refund",
    }),
    ask_again_at: instant.optional(),
    asked_with: z.int().optional().openapi({
      description: 'How many other questions the request carried',
    }),
    returned: z.enum(['refused', 'repeated', 'not-opened']).optional(),
    said: z.string().optional().openapi({
      description: "What WeChat told the payer's page when it did not open the payment",
    }),
    request: masked.optional().openapi({ description: 'Its fields; secrets and the payer masked' }),
    answer: masked.optional(),
  })
  .openapi('Exchange')

export const timelineEntrySchema = z
  .discriminatedUnion('object', [eventSchema, exchangeSchema])
  .openapi('TimelineEntry')

export function timelineEntryResource(entry: TimelineEntry): z.infer<typeof timelineEntrySchema> {
  return 'event' in entry ? eventResource(entry.event) : exchangeResource(entry.exchange)
}

export function exchangeResource(exchange: Exchange): z.infer<typeof exchangeSchema> {
  const { id, kind, about, sentAt, lastAt, times, facts } = exchange
  const { durationMs, httpStatus, askAgainAt, askedWith, request, answer, failure, ...rest } = facts
  return {
    id,
    object: 'exchange',
    kind,
    about,
    sent_at: sentAt.toISOString(),
    last_at: lastAt.toISOString(),
    times,
    ...rest,
    ...(durationMs !== undefined && { duration_ms: durationMs }),
    ...(httpStatus !== undefined && { http_status: httpStatus }),
    ...(failure && { failure: { ...failure } }),
    ...(askAgainAt !== undefined && { ask_again_at: askAgainAt }),
    ...(askedWith !== undefined && { asked_with: askedWith }),
    ...(request && { request: { ...request } }),
    ...(answer && { answer: { ...answer } }),
  }
}
