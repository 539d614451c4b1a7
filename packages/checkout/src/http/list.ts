import { z } from '@hono/zod-openapi'
import type { Page } from '../database/page.ts'
import { parseId, type IdPrefix } from '../platform/ids.ts'
import { MAX_AMOUNT } from './account-guards.ts'
import { wholeNumber } from './api.ts'

/** How many entries a page of a list has. */
export const pageLimit: ReturnType<typeof wholeNumber> = wholeNumber({
  min: 1,
  max: 100,
  default: 20,
})

/** The id of something, in a query. */
export function idInQuery(prefix: IdPrefix, what: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .refine((text) => parseId(prefix, text) !== undefined, { error: `must be the id of ${what}` })
    .optional()
}

/** An amount in minor units, in a query. */
export const amountInQuery: z.ZodType<number | undefined, string | undefined> = z
  .string()
  .regex(/^[1-9]\d{0,10}$/, `must be a whole number of minor units from 1 to ${MAX_AMOUNT}`)
  .transform(Number)
  .optional()
  .openapi({ type: 'integer', minimum: 1, maximum: MAX_AMOUNT })

/** A currency in a query. */
export const currencyInQuery: z.ZodOptional<z.ZodString> = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as HKD')
  .optional()

/** Yes or no in a query. */
export const flagInQuery: z.ZodType<boolean | undefined, string | undefined> = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
  .openapi({ type: 'boolean' })

const bound = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-03-02T04:00:00Z' })
  .optional()

/** What each list is asked with, besides filters of its own: how much of it, from where, and of which time. */
// The shape follows the filters'; writing it out would repeat it.
// oxlint-disable-next-line typescript/explicit-module-boundary-types
export function listQuery<Filters extends z.core.$ZodLooseShape>(
  prefix: IdPrefix,
  what: string,
  filters: Filters,
) {
  return z
    .strictObject({
      limit: pageLimit,
      starting_after: idInQuery(prefix, what),
      ending_before: idInQuery(prefix, what),
      'created[gte]': bound.openapi({ description: 'Only what was made at this instant or later' }),
      'created[lt]': bound.openapi({ description: 'Only what was made before this instant' }),
      ...filters,
    })
    .refine((query: object) => !('starting_after' in query && 'ending_before' in query), {
      path: ['ending_before'],
      error: 'give either starting_after or ending_before',
    })
}

type ListQuery = {
  readonly limit: number
  readonly starting_after?: string | undefined
  readonly ending_before?: string | undefined
  readonly 'created[gte]'?: string | undefined
  readonly 'created[lt]'?: string | undefined
}

/** The page that a query asks for. */
export function pageOf(query: ListQuery): Page {
  return {
    limit: query.limit,
    startingAfter: query.starting_after,
    endingBefore: query.ending_before,
    created: { from: instantOf(query['created[gte]']), to: instantOf(query['created[lt]']) },
  }
}

function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}

// The shape follows the item's; writing it out would repeat it.
// oxlint-disable-next-line typescript/explicit-module-boundary-types
export function listSchema<Item extends z.ZodType>(item: Item, name: string) {
  return z
    .object({
      object: z.literal('list'),
      data: z.array(item),
      has_more: z
        .boolean()
        .openapi({ description: 'Whether the list continues in this direction' }),
      next: z.string().optional().openapi({
        description:
          'Where the list continues, for `starting_after`, or `ending_before` if that was asked with. It need not be an entry of this page: where a filter fits few of many, a page is short, or empty, before the list is over',
      }),
      url: z.string(),
    })
    .openapi(name)
}

/** A page of a list, as an answer. */
export function listOf<Item>(
  url: string,
  data: Item[],
  hasMore: boolean,
  next?: string,
): { object: 'list'; data: Item[]; has_more: boolean; next?: string; url: string } {
  return { object: 'list', data, has_more: hasMore, ...(next !== undefined && { next }), url }
}
