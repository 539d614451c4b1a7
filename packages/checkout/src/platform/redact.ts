const HIDDEN = '[redacted]'

/** Names whose values never leave the process, compared without case, `_` and `-`. */
const SECRET_NAMES = new Set(
  [
    'client_key',
    'secret',
    'app_secret',
    'api_key',
    'access_token',
    'refresh_token',
    'token',
    'password',
    'authorization',
    'cookie',
    'set_cookie',
    'sign',
    'x_qf_sign',
    'pay_sign',
    'pay_params',
    'code',
    'state',
    'openid',
    'sub_openid',
    'unionid',
    'extend_info',
    'user_creid',
    'user_truename',
    'credentials',
    'database_url',
  ].map(plainName),
)

/** `name=secret` as in an address, `"name":"secret"` as in JSON, `Authorization: Bearer secret`. */
const SECRETS_IN_TEXT = [
  /(^|[?&\s])([\w-]+)=([^&\s"']+)/g,
  /(")([\w-]+)"\s*:\s*"?((?:[^"\\,}]|\\.)+)/g,
  /(^|\s)(authorization|cookie):\s*([^\n]+)/gi,
]
const PASSWORD_IN_ADDRESS = /(\w:\/\/[^\s:/@]*):[^\s@/]+@/g
const DEPTH = 8
/** Written separately, or never: PostgreSQL quotes the row in an error's `detail` and `where`. */
const NOT_OF_ERRORS = new Set(['name', 'code', 'message', 'stack', 'cause', 'detail', 'where'])

/**
 * A copy that is safe for a log: replaces secrets and payers' identities, by name, at any depth, also
 * inside addresses (`?secret=…`, `postgres://user:…@host`). Errors become their name, code,
 * message, stack and cause.
 * | `code` hides an OAuth code; an error's own code (`ECONNRESET`, `40001`) stays.
 */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return entriesOf(fields, DEPTH)
}

function entriesOf(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      SECRET_NAMES.has(plainName(name)) && one !== undefined && one !== null
        ? HIDDEN
        : redactValue(one, depth),
    ]),
  )
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth === 0) return '[too deep]'
  if (value instanceof Error) return redactError(value, depth - 1)
  if (Array.isArray(value)) return value.map((one) => redactValue(one, depth - 1))
  return entriesOf(value, depth - 1)
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const own = Object.entries(error).filter(([field]) => !NOT_OF_ERRORS.has(field))
  const code: unknown = 'code' in error ? error.code : undefined
  return {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    message: redactText(error.message),
    ...entriesOf(Object.fromEntries(own), depth),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth) }),
  }
}

function redactText(text: string): string {
  return SECRETS_IN_TEXT.reduce(
    (shown, pattern) =>
      shown.replace(pattern, (whole, _before: string, name: string, secret: string) =>
        SECRET_NAMES.has(plainName(name))
          ? whole.slice(0, whole.length - secret.length) + HIDDEN
          : whole,
      ),
    text,
  ).replace(PASSWORD_IN_ADDRESS, `$1:${HIDDEN}@`)
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '')
}
