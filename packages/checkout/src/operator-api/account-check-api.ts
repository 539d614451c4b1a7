import { createRoute, z } from '@hono/zod-openapi'
import { notificationUrl } from '../accounts/account.ts'
import { readAccountById } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import { checkAccount } from '../gateways/check-account.ts'
import { acting, createApi, errorResponses, json, operatorNeeds, type Api } from '../http/api.ts'
import { ApiError } from '../http/error.ts'

const schema = z
  .object({
    object: z.literal('account_check'),
    account: z.string(),
    status: z
      .enum(['passed', 'failed', 'unknown'])
      .openapi({ description: 'The worst status of the checks' }),
    notification_url: z
      .string()
      .openapi({ description: 'Where QFPay notifies Tael; QFPay also wants it registered' }),
    checks: z.array(
      z.object({
        what: z.enum([
          'host',
          'credentials',
          'official_account',
          'verification_file',
          'public_url',
        ]),
        status: z.enum(['passed', 'failed', 'unknown']),
        message: z.string().openapi({ description: 'For people; may change' }),
      }),
    ),
  })
  .openapi('AccountCheck')

const check = createRoute({
  method: 'post',
  path: '/v1/accounts/{account}/check',
  operationId: 'checkAccount',
  summary: "Check an account's credentials, hosts and this server's address",
  description:
    'Moves no money: Tael asks QFPay about an order that nobody made, and WeChat about a code that it never gave.',
  ...operatorNeeds('administer'),
  request: {
    params: z.object({ account: z.string() }),
  },
  responses: { 200: json('What was found', schema), ...errorResponses(404, 413, 415) },
})

export function accountCheckApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(check, async (c) => {
    const account = await readAccountById(deps, c.req.valid('param').account)
    if (account === undefined) {
      throw new ApiError('not_found', 'There is no such account: GET /v1/accounts lists them')
    }
    const checks = [...(await checkAccount(acting(deps, c), account))]
    const found = new Set(checks.map(({ status }) => status))
    const status = (['failed', 'unknown', 'passed'] as const).find((one) => found.has(one))
    return c.json(
      {
        object: 'account_check' as const,
        account: account.id,
        status: status ?? 'unknown',
        notification_url: notificationUrl(account, deps.publicUrl),
        checks,
      },
      200,
    )
  })
  return api
}
