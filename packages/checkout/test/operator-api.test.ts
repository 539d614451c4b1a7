import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { Account } from '../src/accounts/account.ts'
import { readAccountOfKey } from '../src/accounts/read-accounts.ts'
import { readAudit } from '../src/audit/read-audit.ts'
import type { Checkout } from '../src/checkout.ts'
import { HOUR_MS } from '../src/platform/durations.ts'
import { parseId } from '../src/platform/ids.ts'
import {
  callApi,
  OPERATOR_KEY,
  openTestCheckout,
  openTestDeps,
  TEST_ACCOUNT,
  type TestDeps,
} from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { openTestDifference } from './support/differences.ts'
import { createHandClock, type HandClock } from './support/hand-clock.ts'
import { openSigningOperator, openTestOperator } from './support/operators.ts'
import { openPaidPayment } from './support/payments.ts'

const HALF_MINUTE_MS = 30_000

describeOnDatabase("the operators' API", (database) => {
  let clock: HandClock
  let checkout: Checkout
  let deps: TestDeps
  let account: Account
  let key: string
  let ann: string
  let ben: string

  before(async () => {
    clock = createHandClock()
    checkout = openTestCheckout(database(), { clock })
    deps = openTestDeps(database(), { clock })
    key = (await checkout.addAccount({ ...TEST_ACCOUNT, refund_approval_above: 500 })).apiKey
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    account = found.account
    ann = (await openTestOperator(deps, 'refund')).token
    ben = (await openTestOperator(deps, 'administer')).token
  })

  const ask = (as: string, path: string, body?: unknown, method?: string) =>
    callApi(checkout, {
      path,
      key: as,
      ...(body !== undefined && { body }),
      ...(method !== undefined && { method }),
    })
  const post = (as: string, path: string, body: unknown = {}) => ask(as, path, body, 'POST')
  const refused = async (
    answer: ReturnType<typeof ask>,
    status: number,
    code: string,
  ): Promise<void> => {
    assert.partialDeepStrictEqual(await answer, { status, body: { error: { code } } })
  }
  const deeds = async (about: string): Promise<readonly string[]> => {
    const { entries } = await readAudit(deps, { limit: 100, about })
    return entries.map(({ action, who }) => `${action} ${who.kind}`).toReversed()
  }
  const awaiting = async (): Promise<string> => {
    const payment = await openPaidPayment(deps, account)
    const { body } = await post(key, `/v1/payments/${payment.id}/refunds`, { amount: 501 })
    assert.equal(body.status, 'awaiting_approval')
    return body.id
  }

  it('knows the person who has signed in with password and code, until they sign out', async () => {
    const { operator, password, code: codeNow } = await openSigningOperator(deps, 'read')
    const { id, login } = operator
    const code = codeNow()
    const { status, body } = await post('', '/v1/sessions', { login, password, code })
    assert.equal(status, 201)
    assert.partialDeepStrictEqual(body, { object: 'session', operator: id, role: 'read' })
    assert.equal((await ask(body.token, '/v1/accounts')).status, 200)
    await refused(post(body.token, '/v1/accounts', TEST_ACCOUNT), 403, 'permission_missing')
    await refused(ask(body.token, '/v1/payments'), 401, 'unauthenticated')
    const again = post('', '/v1/sessions', { login, password, code })
    await refused(again, 401, 'unauthenticated')
    await clock.advance(HALF_MINUTE_MS)
    const guess = { login, password: 'a wrong password', code: codeNow() }
    await refused(post('', '/v1/sessions', guess), 401, 'unauthenticated')
    const out = await ask(body.token, '/v1/sessions/current', undefined, 'DELETE')
    assert.equal(out.status, 204)
    await refused(ask(body.token, '/v1/accounts'), 401, 'unauthenticated')
    assert.deepEqual((await deeds(id)).slice(-2), [
      'operator.signed_in operator',
      'operator.sessions_ended operator',
    ])
  })

  it('counts wrong passwords and wrong codes, as the dashboard does', async () => {
    const { operator, password: right } = await openSigningOperator(deps, 'read')
    const { login } = operator
    const sign = async (password: string, code: string) =>
      (await post('', '/v1/sessions', { login, password, code })).status
    const codes = []
    for (let tries = 0; tries < 6; tries += 1) codes.push(await sign(right, '000000'))
    assert.deepEqual(codes, [401, 401, 401, 401, 401, 429])
    const passwords = []
    for (let tries = 0; tries < 6; tries += 1) passwords.push(await sign('a wrong one', '000000'))
    assert.deepEqual(passwords, [401, 401, 401, 401, 401, 429])
  })

  it('approves a refund only for another person, and declines it for anybody who may refund', async () => {
    const refund = await awaiting()
    const { body: list } = await ask(ann, '/v1/refund_approvals')
    assert.partialDeepStrictEqual(list.data, [
      { id: refund, account: account.id, requested_by: { kind: 'api_key' } },
    ])
    const path = `/v1/refunds/${refund}`
    await refused(post(OPERATOR_KEY, `${path}/approve`), 403, 'second_person_needed')
    await refused(post(key, `${path}/approve`), 403, 'forbidden')
    await database()
      .db.updateTable('refund')
      .set({ requested_by: JSON.stringify({ kind: 'operator', id: await idOf(ann), name: 'Ann' }) })
      .where('id', '=', refund)
      .execute()
    await refused(post(ann, `${path}/approve`), 403, 'second_person_needed')
    const approved = await post(ben, `${path}/approve`)
    assert.partialDeepStrictEqual(approved, { status: 200, body: { status: 'requested' } })
    await refused(post(ben, `${path}/approve`), 409, 'refund_not_awaiting')
    for (const [as, note] of [
      [ann, 'Wrong customer'],
      [key, undefined],
      [OPERATOR_KEY, 'A mistake'],
    ] as const) {
      const other = await awaiting()
      const declined = await post(as, `/v1/refunds/${other}/decline`, { note })
      assert.partialDeepStrictEqual(declined, {
        status: 200,
        body: {
          status: 'failed',
          refusal: { code: 'declined', ...(note !== undefined && { message: note }) },
        },
      })
      await refused(post(as, `/v1/refunds/${other}/decline`), 409, 'refund_not_awaiting')
    }
    await refused(post(ben, '/v1/refunds/ref_1/approve'), 404, 'not_found')
    assert.deepEqual((await deeds(refund)).slice(-1), ['refund.approved operator'])
  })

  it('assigns, notes, resolves and reopens what reconciliations left to people', async () => {
    const from = new Date(Math.floor(clock.now().getTime() / 1000) * 1000 - 48 * HOUR_MS)
    const range = {
      from: from.toISOString(),
      to: new Date(from.getTime() + 24 * HOUR_MS).toISOString(),
    }
    const { body: run } = await post(key, '/v1/reconciliations', range)
    const id = await openTestDifference(deps, run.id)
    const path = `/v1/differences/${id}`
    const of = async (query: string): Promise<readonly string[]> => {
      const { body } = await ask(OPERATOR_KEY, `/v1/differences?${query}`)
      return body.data.map((one: { id: string }) => one.id)
    }
    const operator = await idOf(ann)
    await refused(post(ben, `${path}/assign`, { operator: 'opr_1' }), 400, 'invalid_parameter')
    const { body: assigned } = await post(ben, `${path}/assign`, { operator })
    assert.partialDeepStrictEqual(assigned, {
      account: account.id,
      assigned_to: { id: operator },
      entries: [{ kind: 'assigned', actor: { kind: 'operator' } }],
    })
    assert.deepEqual(await of(`assigned_to=${operator}&account=${account.id}&kind=unknown`), [id])
    const other = parseId('acc', account.id)?.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const query of [`assigned_to=${await idOf(ben)}`, `account=${other}`, 'kind=amount']) {
      assert.deepEqual(await of(query), [], query)
    }
    const seen = await ask(key, `/v1/reconciliations/${run.id}/differences`)
    assert.ok(!JSON.stringify(seen.body).includes(operator))
    await refused(post(ann, `${path}/notes`, { text: ' ' }), 400, 'invalid_parameter')
    await post(ann, `${path}/notes`, { text: 'The till in Kowloon' })
    await refused(post(ann, `${path}/resolve`, { resolution: 'gone' }), 400, 'invalid_parameter')
    const { body: resolved } = await post(OPERATOR_KEY, `${path}/resolve`, {
      resolution: 'other_system',
      note: 'As they said',
    })
    assert.equal(resolved.resolution, 'other_system')
    assert.deepEqual([await of('resolved=true'), await of('resolved=false')], [[id], []])
    const again = await post(ann, `${path}/resolve`, { resolution: 'booked' })
    assert.equal(again.body.resolution, 'other_system')
    const { body: open } = await post(ann, `${path}/reopen`)
    assert.equal(open.resolution, undefined)
    assert.deepEqual(
      open.entries.map((entry: { kind: string }) => entry.kind),
      ['reopened', 'resolved', 'noted', 'assigned'],
    )
    assert.deepEqual(await deeds(id), [
      'difference.assigned operator',
      'difference.noted operator',
      'difference.resolved command',
      'difference.reopened operator',
    ])
    for (const wrong of [run.id, '%00', 'x']) {
      await refused(post(ann, `/v1/differences/${wrong}/reopen`), 404, 'not_found')
      await refused(ask(ann, `/v1/differences/${wrong}`), 404, 'not_found')
    }
  })

  const idOf = async (token: string): Promise<string> => {
    const { body } = await ask(token, '/v1/operators?limit=100')
    const role = token === ann ? 'refund' : 'administer'
    return body.data.find((one: { role: string }) => one.role === role).id
  }
})
