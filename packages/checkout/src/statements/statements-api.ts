import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { createApi, errorResponses, instant, json, needs, type Api } from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { readStatement } from './read-statement.ts'
import { readPeriod, sumsByCurrency } from './statement.ts'

const minor = z.int().openapi({ description: "In the currency's minor unit" })

const statementSchema = z
  .object({
    object: z.literal('statement'),
    account: z.string(),
    period: z.string().openapi({ example: '2026-03' }),
    utc_offset: z.string().openapi({ description: "The account's own zone", example: '+08:00' }),
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

/** The merchant's own statement. */
export function statementsApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(retrieve, async (c) => {
    const account = c.get('account')
    const { utcOffset } = account.settings
    const period = readPeriod(c.req.valid('query').period, utcOffset)
    if (period === undefined) {
      throw new ApiError(
        'invalid_parameter',
        'period must be a month such as 2026-03, or a day such as 2026-03-02',
        'period',
      )
    }
    const sums = sumsByCurrency(await readStatement(deps, account, period))
    return c.json(
      {
        object: 'statement' as const,
        account: account.id,
        period: period.text,
        utc_offset: utcOffset,
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
  return api
}
