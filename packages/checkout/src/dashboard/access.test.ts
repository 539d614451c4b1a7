import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps, PUBLIC_URL, type TestDeps } from '../../test/support/checkout.ts'
import {
  DASHBOARD_ROUTES as ROWS,
  OPEN_ROUTES,
  type DashboardRoute as Row,
} from '../../test/support/dashboard-routes.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { openTestOperator } from '../../test/support/operators.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import { readApiKeys } from '../accounts/api-keys.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { addLink } from '../links/create-link.ts'
import { newLinkOf, newLinkSchema } from '../links/link-resource.ts'
import { ROLES } from '../operators/operator.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import { requestRefundOnce } from '../refunds/request-refund.ts'
import { addEndpoint } from '../webhooks/change-endpoints.ts'
import { readDeliveries } from '../webhooks/read-webhooks.ts'
import { dashboardRoutes } from './dashboard-routes.ts'

/** A form that would be carried out, if its sender may. */
const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/payments/:payment/review': { note: 'x', sure: 'yes', seen: '[]' },
  '/payments/:payment/replay': { endpoint: 'whk_1', delivery: 'whd_1' },
  '/payments/:payment/notes': { text: 'x' },
  '/payments/:payment/refund/check': { how: 'all' },
  '/payments/:payment/refund': { token: '0'.repeat(26), amount: '1' },
  '/payments/:payment/refunds/:refund/decline': { why: 'x' },
  '/reconciliations/differences/:difference/notes': { text: 'x' },
  '/reconciliations/differences/:difference/resolve': { resolution: 'booked' },
  '/operators': { name: 'Eve', login: 'eve', role: 'read' },
}

const ENDING = ['/sessions/end', '/logout']
/** Drawn only where the state of something allows it, or on a page that answers a form. */
const ELSEWHERE = [
  '/payments/:payment/review',
  '/payments/:payment/replay',
  '/payments/:payment/cancel',
  '/payments/:payment/refund',
  '/payments/:payment/refunds/:refund/approve',
  '/payments/:payment/refunds/:refund/decline',
  '/links/:link/enable',
  '/settings/reseal',
  '/webhooks/:endpoint/enable',
  '/reconciliations/differences/:difference/assign',
  '/reconciliations/differences/:difference/resolve',
  '/reconciliations/differences/:difference/reopen',
  '/accounts/:account/enable',
]

describeOnDatabase('the dashboard, for each role', (database) => {
  let deps: TestDeps
  let app: ReturnType<typeof dashboardRoutes>
  let ids: Readonly<Record<string, string>>
  before(async () => {
    deps = openTestDeps(database())
    app = dashboardRoutes(deps, {})
    await openTestOperator(deps, 'administer')
    const account = await openTestAccount(deps)
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt))
    const { operator } = await openTestOperator(deps, 'read')
    const link = await addLink(
      deps,
      account,
      newLinkOf(newLinkSchema.parse({ title: 'Tea', currency: 'HKD', amount: 5800 })),
    )
    const asked = await requestRefundOnce(deps, {
      attemptId: attempt.id,
      amount: 1,
      evenIfInReview: false,
    })
    assert.ok(asked.kind === 'requested')
    const keys = await readApiKeys(deps, account.id)
    const endpoint = await addEndpoint(deps, {
      accountId: account.id,
      url: 'https://shop.example.com/webhooks',
      description: undefined,
      eventTypes: ['*'],
    })
    await cancelPayment(deps, (await openTestPayment(deps, account)).id)
    const endpointId = endpoint?.id ?? ''
    const { deliveries } = await readDeliveries(deps, { endpointId, limit: 1 })
    ids = {
      ':refund': asked.refund.id,
      ':difference': deps.newId('dif'),
      ':account': account.id,
      ':key': keys[0]?.id ?? '',
      ':endpoint': endpointId,
      ':delivery': deliveries[0]?.id ?? '',
      ':payment': payment.id,
      ':operator': operator.id,
      ':link': link.id,
    }
  })

  const pathOf = ({ path }: Pick<Row, 'path'>) =>
    path.replace(/:\w+/g, (name) => ids[name] ?? 'none_1')
  const ask = ({ method, path }: Row, token?: string) => {
    return app.fetch(
      new Request(PUBLIC_URL + pathOf({ path }), {
        method,
        headers: {
          origin: PUBLIC_URL,
          'content-type': 'application/x-www-form-urlencoded',
          ...(token !== undefined && { cookie: `__Host-tael_operator=${token}` }),
        },
        ...(method === 'POST' && { body: new URLSearchParams(FORMS[path]).toString() }),
      }),
    )
  }

  // First: what follows deletes some of it.
  it('draws no button or form for a role that may not use it', async () => {
    for (const [index, role] of ROLES.entries()) {
      const { token } = await openTestOperator(deps, role)
      const drawn = new Set<string>()
      for (const row of ROWS.filter(
        ({ method, may }) => method === 'GET' && may[index] === 'yes',
      )) {
        const text = await (await ask(row, token)).text()
        for (const [, path] of text.matchAll(/href="\/dashboard([^"?#]*)/g))
          drawn.add(`GET ${path}`)
        for (const [, path] of text.matchAll(/method="post"\s+action="\/dashboard([^"?]*)/g)) {
          drawn.add(`POST ${path}`)
        }
      }
      const withheld = ROWS.filter(({ may }) => may[index] === 'no').map(
        (row) => `${row.method} ${pathOf(row)}`,
      )
      assert.deepEqual(
        withheld.filter((each) => drawn.has(each)),
        [],
        role,
      )
      if (role === 'administer') {
        const needed = ROWS.filter(({ may }) => may[0] === 'no')
        const missing = needed.filter((row) => !drawn.has(`${row.method} ${pathOf(row)}`))
        assert.deepEqual(
          missing.map(({ path }) => path).filter((path) => !ELSEWHERE.includes(path)),
          [],
        )
      }
    }
  })

  it('matches the document, for every route and every role', async () => {
    for (const [index, role] of ROLES.entries()) {
      let { token } = await openTestOperator(deps, role)
      // Those that end a session stand last.
      const isEnding = ({ path }: Row) => ENDING.includes(path)
      for (const row of [...ROWS.filter((each) => !isEnding(each)), ...ROWS.filter(isEnding)]) {
        if (ENDING.includes(row.path)) token = (await openTestOperator(deps, role)).token
        const response = await ask(row, token)
        const text = await response.text()
        const said = `${role}: ${row.method} ${row.path} ${response.status}`
        assert.ok(response.status < 500, said)
        assert.equal(response.status === 403 ? 'no' : 'yes', row.may[index], said)
        assert.equal(text.includes('name="password"'), false, `${role}: ${row.path} signs in`)
      }
    }
  })

  it('asks a visitor to sign in, on every route', async () => {
    for (const row of ROWS) {
      const response = await ask(row)
      assert.match(await response.text(), /name="password"/, `${row.method} ${row.path}`)
    }
  })

  it('has a row in the document for every route', () => {
    const named = new Set(ROWS.map(({ method, path }) => `${method} ${path}`))
    const routes = app.routes
      .filter(
        ({ method, path }) =>
          method !== 'ALL' && !OPEN_ROUTES.some((open) => path.startsWith(open)),
      )
      .map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(
      [...new Set(routes)].filter((route) => !named.has(route)),
      [],
    )
  })
})
