import { OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import type { Account } from '../accounts/account.ts'
import type { ApiVersion } from '../accounts/api-version.ts'
import type { Acting, Actor } from '../audit/actor.ts'
import { PERMISSIONS, requirePermission, type Permission } from '../audit/permission.ts'
import { ApiError, ERRORS, errorResponse, type ErrorCode } from './error.ts'

/** What the middleware has learned about a request. */
export type ApiEnv = {
  Variables: {
    requestId: string
    address: string | undefined
    account: Account
    actor: Actor
    version: ApiVersion
  }
}

export type Api = OpenAPIHono<ApiEnv>

/** An app whose schemas report errors in our one error shape. */
export function createApi(): Api {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      const [issue] = result.error.issues
      const param = issue?.path.join('.')
      const message = `${param ? `"${param}": ` : ''}${issue?.message ?? 'The request is not valid'}`
      return errorResponse(c, new ApiError('invalid_parameter', message, param || undefined))
    },
  })
}

/** What an action needs when this request asks for it. */
export function acting<Deps>(deps: Deps, c: Context<ApiEnv>): Deps & Acting {
  return { ...deps, actor: c.get('actor') }
}

const errorSchema = z
  .object({
    error: z.object({
      type: z.enum(['invalid_request', 'server_error']),
      code: z.enum(Object.keys(ERRORS) as ErrorCode[]),
      message: z.string(),
      action: z.enum(['fix_request', 'fix_config', 'retry', 'none']),
      param: z.string().optional(),
      permission: z
        .enum(PERMISSIONS)
        .optional()
        .openapi({ description: 'The permission that is missing' }),
      request_id: z.string(),
    }),
  })
  .openapi('Error')

/** Text that PostgreSQL and every JSON reader can hold: well-formed, without control characters. */
export function plainText(length: { readonly min?: number; readonly max: number }): z.ZodString {
  return z
    .string()
    .min(length.min ?? 1)
    .max(length.max)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), {
      error: 'must be well-formed text without control characters',
    })
}

/** A whole number in a query, in plain digits; refuses notations that another reader would take for another number. */
export function wholeNumber(range: {
  readonly min: number
  readonly max: number
  readonly default: number
}): z.ZodType<number, string | undefined> {
  const { min, max } = range
  return z
    .string()
    .default(String(range.default))
    .refine((text) => /^\d{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number)
    .openapi({ type: 'integer', minimum: min, maximum: max, default: range.default })
}

/** How `withIdempotencyKey` recognizes a repeat. */
export const idempotencyHeaders: z.ZodObject<{ 'idempotency-key': z.ZodOptional<z.ZodString> }> =
  z.object({ 'idempotency-key': plainText({ max: 255 }).optional() })

/** Who did something. */
export const actorSchema = z.object({
  kind: z.enum(['operator', 'api_key', 'command']),
  id: z.string().optional(),
  name: z.string().optional(),
})

/** An instant in an answer. */
export const instant: z.ZodISODateTime = z.iso
  .datetime()
  .openapi({ example: '2026-03-02T04:00:00.000Z' })

/** An answer of a route, or its request. */
export function json<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
): { description: string; content: { 'application/json': { schema: Schema } } } {
  return { description, content: { 'application/json': { schema } } }
}

/** The body of a request. */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
): { body: { required: true; content: { 'application/json': { schema: Schema } } } } {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** Asks for a permission before the route looks at anything else. Its action asks again, for its other callers. */
export function may(permission: Permission): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    requirePermission(c.get('actor'), permission)
    return next()
  }
}

/** A route that acts for the account of the caller's key, and the permission that it asks of the key. */
export function needs(permission: Permission): {
  readonly security: Record<string, string[]>[]
  readonly middleware: MiddlewareHandler<ApiEnv>
} {
  return { security: [{ apiKey: [permission] }], middleware: may(permission) }
}

/** A route that acts for every account: for the operator key, and operators whose role has the permission. */
export function operatorNeeds(permission: Permission): ReturnType<typeof needs> {
  const { middleware } = needs(permission)
  return { security: [{ operatorKey: [] }, { operatorSession: [permission] }], middleware }
}

/** A route of the operators' that an API key with this permission may ask, too, about its own account. */
export function alsoFor(permission: Permission): ReturnType<typeof needs> {
  const { security, middleware } = needs(permission)
  return { security: [...operatorNeeds(permission).security, ...security], middleware }
}

/** The account that a request acts for; undefined where an operator acts for every account. */
export function ownAccount(c: Context<ApiEnv>): Account | undefined {
  return c.get('actor').kind === 'api_key' ? c.get('account') : undefined
}

/** The answers that every route of the API can give besides its own. */
export function errorResponses(...statuses: readonly number[]): RouteConfig['responses'] {
  const content = { 'application/json': { schema: errorSchema } }
  const named = [400, 401, 403, ...statuses].map((status) => [
    status,
    { description: 'Refused; nothing was changed', content },
  ])
  const ours = { description: 'A fault of the server; retry the same request', content }
  const gone = {
    description: 'The database does not answer; retry after Retry-After',
    content,
  }
  return Object.fromEntries([...named, [500, ours], [503, gone]]) as RouteConfig['responses']
}
