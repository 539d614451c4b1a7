import { z } from '@hono/zod-openapi'
import { QfpayConfigurationError } from '@tael/qfpay'
import type { Context } from 'hono'
import { AccountChangeError } from '../../accounts/change-account.ts'
import { ApiError } from '../../http/error.ts'
import type { Typed } from './typed.ts'

/** Fields that nobody sees while typing, or nobody types: a space at their end is a part of them. */
const AS_SENT: ReadonlySet<string> = new Set(['password', 'key', 'answer', 'sealed'])

/** An unreadable form has no fields, and is refused as incomplete. */
export async function readTyped(c: Context): Promise<Typed> {
  const fields = await c.req.parseBody({ all: true }).catch(() => ({}))
  return Object.fromEntries(
    Object.entries<unknown>(fields).map(([name, value]) => {
      const text = [value]
        .flat()
        .filter((each) => typeof each === 'string')
        .join(' ')
      return [name, AS_SENT.has(name) ? text : text.trim()]
    }),
  )
}

/** The first thing that a schema does not accept, with the name of the field. */
function sayIssue({ issues }: Pick<z.ZodError, 'issues'>): string {
  const [issue] = issues
  return issue === undefined ? '' : `"${issue.path.map(String).join('.')}": ${messageOf(issue)}`
}

/** The fields in which somebody types an amount with its decimals. */
const AMOUNTS = new Set(['amount', 'min_amount', 'max_amount', 'refund_approval_above'])

/** Plain words for what zod says of a value. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too|Unrecognized)/.test(issue.message)) return issue.message
  if (issue.code === 'too_small') return leastOf(issue)
  if (issue.code === 'too_big') return mostOf(issue)
  if (issue.code !== 'invalid_type') return 'is not in the right form'
  if (issue.message.endsWith('undefined')) return 'must be given'
  return AMOUNTS.has(String(issue.path[0]))
    ? 'must be an amount such as 1200.50, without decimals where the currency has none'
    : 'must be a whole number'
}

function leastOf({ origin, minimum }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string' && minimum === 1) return 'must be given'
  if (origin === 'string') return `must have at least ${minimum} characters`
  return origin === 'array'
    ? `must have at least ${minimum} entries`
    : `must be at least ${minimum}`
}

function mostOf({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `must have at most ${maximum} characters`
  return origin === 'array' ? `must have at most ${maximum} entries` : `must be at most ${maximum}`
}

/** What a schema reads in the words of a form, and a guard or an action accepts; or the first thing that is wrong. */
export async function checked<Data>(
  schema: z.ZodType<Data>,
  words: object,
  accept: (data: Data) => unknown = () => undefined,
): Promise<{ readonly data: Data; readonly problem?: undefined } | { readonly problem: string }> {
  try {
    const data = schema.parse(words)
    await accept(data)
    return { data }
  } catch (error) {
    if (error instanceof z.ZodError) return { problem: sayIssue(error) }
    const isTheirs =
      error instanceof ApiError ||
      error instanceof AccountChangeError ||
      error instanceof QfpayConfigurationError
    if (isTheirs) return { problem: error.message }
    throw error
  }
}
