import { createRoute, z } from '@hono/zod-openapi'
import { timeZoneOf, type Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { createApi, errorResponses, instant, json, needs, type Api } from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { listOf, listSchema, pageLimit } from '../http/list.ts'
import { utcOffsetIn } from '../language/zone.ts'
import { readPlace, readStatement, readStatementEntries } from './read-statement.ts'
import {
  ENTRY_KINDS,
  readPeriod,
  sumsByCurrency,
  type Period,
  type StatementEntry,
} from './statement.ts'

const minor = z.int().openapi({ description: "In the currency's minor unit" })

const statementSchema = z
  .object({
    object: z.literal('statement'),
    account: z.string(),
    period: z.string().openapi({ example: '2026-03' }),
    time_zone: z.string().openapi({
      description: "The account's own: its time_zone, or its utc_offset",
      example: 'America/Toronto',
    }),
    utc_offset: z.string().openapi({
      description: 'Of this zone, as the period begins',
      example: '-05:00',
    }),
    from: instant,
    to: instant.openapi({ description: 'The first instant after it' }),
    currencies: z.array(
      z.object({
        currency: z.string().openapi({ example: 'HKD' }),
        payments: z.int(),
        paid: minor,
        unkept_charges: z.int().openapi({
          description: 'Charges that Tael has to refund: somebody paid a second time, or too late',
        }),
        unkept: minor,
        refunds: z.int(),
        refunded: minor,
        net: minor.openapi({
          description:
            "Paid and unkept, less refunded. Without QFPay's fees, which it does not report",
        }),
      }),
    ),
  })
  .openapi('Statement')

const retrieve = createRoute({
  method: 'get',
  path: '/v1/statements',
  operationId: 'retrieveStatement',
  summary: 'What was paid and refunded on a day or in a month',
  description:
    "By currency, in the account's own time zone; docs/statements.md says what counts when.",
  ...needs('read'),
  request: {
    query: z.strictObject({
      period: z.string().openapi({ description: 'A month or a day', example: '2026-03-02' }),
    }),
  },
  responses: { 200: json('The statement', statementSchema), ...errorResponses() },
})

const entrySchema = z
  .object({
    id: z.string().openapi({ example: 'paid.pay_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('statement_entry'),
    kind: z.enum(ENTRY_KINDS),
    at: instant.openapi({ description: 'When an enquiry proved it' }),
    payment: z.string(),
    reference: z.string().openapi({ description: "The payment's reference" }),
    attempt: z.string().openapi({ description: 'The attempt whose charge it is, or refunds' }),
    refund: z.string().optional().openapi({ description: 'The refund that shows it, if one does' }),
    amount: minor.openapi({ description: 'In minor units, and positive whichever way it went' }),
    currency: z.string(),
    syssn: z.string().optional().openapi({ description: "QFPay's number of it" }),
    wechat_transaction: z
      .string()
      .optional()
      .openapi({ description: "WeChat's number (交易单号)" }),
  })
  .openapi('StatementEntry')

const ENTRIES = '/v1/statements/entries'

const listEntries = createRoute({
  method: 'get',
  path: ENTRIES,
  operationId: 'listStatementEntries',
  summary: 'The entries of a statement, oldest first',
  description: 'One for each payment, charge that Tael must not keep, and refund.',
  ...needs('read'),
  request: {
    query: z.strictObject({
      period: z.string().openapi({ description: 'A month or a day', example: '2026-03-02' }),
      limit: pageLimit,
      starting_after: z.string().optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(entrySchema, 'StatementEntryList')),
    ...errorResponses(),
  },
})

/** The merchant's own statement. */
export function statementsApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(retrieve, async (c) => {
    const account = c.get('account')
    const period = periodOf(account, c.req.valid('query').period)
    const zone = timeZoneOf(account.settings)
    const sums = sumsByCurrency(await readStatement(deps, account, period))
    return c.json(
      {
        object: 'statement' as const,
        account: account.id,
        period: period.text,
        time_zone: zone,
        utc_offset: utcOffsetIn(zone, period.from),
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        currencies: sums.map((sum) => ({
          currency: sum.currency,
          payments: sum.payments,
          paid: sum.paid,
          unkept_charges: sum.unkeptCharges,
          unkept: sum.unkept,
          refunds: sum.refunds,
          refunded: sum.refunded,
          net: sum.net,
        })),
      },
      200,
    )
  })

  api.openapi(listEntries, async (c) => {
    const account = c.get('account')
    const { period: text, limit, starting_after: cursor } = c.req.valid('query')
    const period = periodOf(account, text)
    const [, kind, id] = /^([a-z_]+)\.(\w+)$/.exec(cursor ?? '') ?? []
    const known = ENTRY_KINDS.find((each) => each === kind)
    const entry = known !== undefined && id !== undefined && { kind: known, id }
    const after = entry ? await readPlace(deps, account, period, entry) : undefined
    if (cursor !== undefined && after === undefined) {
      const message = '"starting_after": this statement has no such entry'
      throw new ApiError('invalid_parameter', message, 'starting_after')
    }
    const found = await readStatementEntries(deps, account, period, { after, limit: limit + 1 })
    const data = found.slice(0, limit).map(entryResource)
    return c.json(listOf(ENTRIES, data, found.length > limit), 200)
  })

  return api
}

function periodOf({ settings }: Account, text: string): Period {
  const period = readPeriod(text, timeZoneOf(settings))
  if (period !== undefined) return period
  throw new ApiError(
    'invalid_parameter',
    'period must be a month such as 2026-03, or a day such as 2026-03-02',
    'period',
  )
}

function entryResource(entry: StatementEntry): z.infer<typeof entrySchema> {
  const { kind, id, syssn, wechatTransaction } = entry
  return {
    id: `${kind}.${id}`,
    object: 'statement_entry',
    kind,
    at: entry.at.toISOString(),
    payment: entry.paymentId,
    reference: entry.reference,
    attempt: entry.attemptId,
    ...(kind !== 'paid' && { refund: id }),
    amount: entry.amount,
    currency: entry.currency,
    ...(syssn !== undefined && { syssn }),
    ...(wechatTransaction !== undefined && { wechat_transaction: wechatTransaction }),
  }
}
