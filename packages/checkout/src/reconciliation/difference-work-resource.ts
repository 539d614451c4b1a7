import { z } from '@hono/zod-openapi'
import { actorSchema, instant } from '../http/api.ts'
import { RESOLUTIONS, type DifferenceEntry, type FoundDifference } from './difference-work.ts'
import { differenceResource, differenceSchema } from './reconciliation-resource.ts'

const operatorSchema = z.object({ id: z.string(), name: z.string() })

/** A difference as operators see it: a merchant does not learn which of them works on it. */
export const workSchema = differenceSchema
  .extend({
    account: z.string(),
    assigned_to: operatorSchema.optional().openapi({ description: 'The operator who works on it' }),
  })
  .openapi('DifferenceWork')

const entrySchema = z
  .object({
    id: z.string().openapi({ example: 'dfe_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('difference_entry'),
    kind: z.enum(['assigned', 'noted', 'resolved', 'reopened']),
    actor: actorSchema,
    text: z.string().optional(),
    assigned_to: z.string().optional().openapi({ description: 'The name of the operator' }),
    resolution: z.enum(RESOLUTIONS).optional(),
    created_at: instant,
  })
  .openapi('DifferenceEntry')

export const workWithEntriesSchema = workSchema
  .extend({
    entries: z
      .array(entrySchema)
      .openapi({ description: 'What people did about it, newest first' }),
  })
  .openapi('DifferenceWorkWithEntries')

export function workResource(found: FoundDifference): z.infer<typeof workSchema> {
  const { assignedTo } = found.work
  return {
    ...differenceResource(found),
    account: found.accountId,
    ...(assignedTo && { assigned_to: assignedTo }),
  }
}

export function workWithEntriesResource(
  found: FoundDifference,
  entries: readonly DifferenceEntry[],
): z.infer<typeof workWithEntriesSchema> {
  return { ...workResource(found), entries: entries.map(entryResource) }
}

function entryResource(entry: DifferenceEntry): z.infer<typeof entrySchema> {
  const { text, assignedTo, resolution } = entry
  return {
    id: entry.id,
    object: 'difference_entry',
    kind: entry.kind,
    actor: entry.who,
    ...(text !== undefined && { text }),
    ...(assignedTo !== undefined && { assigned_to: assignedTo }),
    ...(resolution !== undefined && { resolution }),
    created_at: entry.createdAt.toISOString(),
  }
}
