import { z } from '@hono/zod-openapi'

export { EVENT_DATA } from '../../src/events/event-data.ts'
export { EVENT_TYPES } from '../../src/events/event.ts'
export { ERRORS } from '../../src/http/error.ts'

/** What a JSON schema has against a value, in words; undefined if nothing. */
export function problemOf(schema: object, value: unknown): string | undefined {
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).error
    ?.message
}

/** Whether a member may be absent. */
export function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success
}
