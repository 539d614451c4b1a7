import { z } from '@hono/zod-openapi'
import { instant } from '../http/api.ts'
import type { Event } from './event.ts'

export const eventSchema = z
  .object({
    id: z.string(),
    object: z.literal('event'),
    type: z.string().openapi({ example: 'payment.succeeded' }),
    payment: z.string().optional(),
    reconciliation: z.string().optional(),
    sequence: z.int().openapi({
      description: "The event's place among those of its payment or reconciliation",
    }),
    created_at: instant,
    data: z.record(z.string(), z.unknown()),
  })
  .openapi('Event')

export function eventResource(event: Event): z.infer<typeof eventSchema> {
  return {
    id: event.id,
    object: 'event',
    type: event.type,
    ...(event.subjectId.startsWith('rcn_')
      ? { reconciliation: event.subjectId }
      : { payment: event.subjectId }),
    sequence: event.sequence,
    created_at: event.createdAt.toISOString(),
    data: { ...event.data },
  }
}
