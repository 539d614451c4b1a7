import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { PermissionError, type Permission } from '../audit/permission.ts'
import { failureOf } from '../database/failure.ts'
import { CommitUnknownError } from '../database/transaction.ts'

/** Every refusal of the API: its code, its HTTP status, and what the caller can do. */
export const ERRORS = {
  malformed_request: { status: 400, action: 'fix_request' },
  invalid_parameter: { status: 400, action: 'fix_request' },
  unknown_version: { status: 400, action: 'fix_request' },
  unauthenticated: { status: 401, action: 'fix_config' },
  forbidden: { status: 403, action: 'fix_config' },
  permission_missing: { status: 403, action: 'fix_config' },
  second_person_needed: { status: 403, action: 'fix_request' },
  not_found: { status: 404, action: 'fix_request' },
  reference_taken: { status: 409, action: 'fix_request' },
  payment_not_cancelable: { status: 409, action: 'none' },
  payment_not_in_review: { status: 409, action: 'none' },
  reviews_changed: { status: 409, action: 'fix_request' },
  payment_not_refundable: { status: 409, action: 'none' },
  refund_not_stuck: { status: 409, action: 'none' },
  refund_not_awaiting: { status: 409, action: 'none' },
  refund_exceeds_remaining: { status: 409, action: 'fix_request' },
  login_taken: { status: 409, action: 'fix_request' },
  last_administrator: { status: 409, action: 'fix_request' },
  account_disabled: { status: 409, action: 'fix_config' },
  too_many_reconciliations: { status: 409, action: 'retry' },
  webhook_endpoint_disabled: { status: 409, action: 'fix_request' },
  too_many_webhook_endpoints: { status: 409, action: 'fix_request' },
  request_too_large: { status: 413, action: 'fix_request' },
  unsupported_media_type: { status: 415, action: 'fix_request' },
  idempotency_key_reused: { status: 422, action: 'fix_request' },
  too_many_tries: { status: 429, action: 'retry' },
  internal: { status: 500, action: 'retry' },
  unavailable: { status: 503, action: 'retry' },
} as const

/** Long enough for a database that fails over or restarts. */
export const RETRY_AFTER_S = 5

export type ErrorCode = keyof typeof ERRORS

/** A refused request; nothing was changed. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  /** The field of the request that is at fault. */
  readonly param: string | undefined
  readonly permission: Permission | undefined

  constructor(code: ErrorCode, message: string, param?: string, permission?: Permission) {
    super(message)
    this.code = code
    this.param = param
    this.permission = permission
  }
}

/** The one shape of every error: `{ error: { type, code, message, action, param?, permission?, request_id } }`. */
export function errorResponse(
  c: Context,
  error: Pick<ApiError, 'code' | 'message' | 'param' | 'permission'>,
): Response {
  const { status, action } = ERRORS[error.code]
  const requestId: unknown = c.get('requestId')
  if (status === 503) c.header('retry-after', String(RETRY_AFTER_S))
  return c.json(
    {
      error: {
        type: status < 500 ? 'invalid_request' : 'server_error',
        code: error.code,
        message: error.message,
        action,
        ...(error.param !== undefined && { param: error.param }),
        ...(error.permission !== undefined && { permission: error.permission }),
        request_id: requestId,
      },
    },
    status satisfies ContentfulStatusCode,
  )
}

/** A thrown error, as the error that the caller sees. Undefined: a fault of the server. */
export function knownError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error
  if (error instanceof HTTPException) return refusalOf(error)
  if (error instanceof PermissionError) {
    return new ApiError('permission_missing', error.message, undefined, error.permission)
  }
  if (error instanceof CommitUnknownError || failureOf(error) !== undefined) {
    return new ApiError(
      'unavailable',
      'The database does not answer just now; nothing is lost. Retry the same request, with the same Idempotency-Key.',
    )
  }
  return undefined
}

function refusalOf(error: HTTPException): ApiError {
  if (error.status === 413)
    return new ApiError('request_too_large', 'The request body is too large')
  return new ApiError('malformed_request', error.message || 'The request could not be read')
}
