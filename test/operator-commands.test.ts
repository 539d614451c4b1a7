import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openDatabase, serveHttp, silentLog, systemClock } from '@tael/checkout'
import { DAY_MS } from '@tael/testing/durations'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  OPERATOR_KEY,
  type Json,
} from '../packages/checkout/test/support/checkout.ts'
import {
  createServerDatabase,
  makeServerTemplate,
} from '../packages/checkout/test/support/database.ts'
import { openTestDifference } from '../packages/checkout/test/support/differences.ts'
import { createHandClock } from '../packages/checkout/test/support/hand-clock.ts'
import { openSigningOperator } from '../packages/checkout/test/support/operators.ts'
import { openPaidPayment, openTestAccount } from '../packages/checkout/test/support/payments.ts'
import { run } from './support/tael.ts'

describe('an operator at the command line', () => {
  let close: () => Promise<void>
  let onTheServer: Record<string, string>
  /** What a person needs, on any machine. */
  let elsewhere: Record<string, string>
  let signIn: Omit<Awaited<ReturnType<typeof openSigningOperator>>, 'operator'>
  let id: string
  let refunds: readonly string[]
  let difference: string

  before(async () => {
    const { url, drop } = await createServerDatabase(await makeServerTemplate())
    const random = (): number => 0.5
    const database = await openDatabase({ url }, { clock: systemClock, random, log: silentLog })
    // It stands still: a one-time code is not over before the command has sent it.
    const clock = createHandClock()
    const checkout = openTestCheckout(database, { clock })
    const server = await serveHttp(checkout, { port: 0 })
    close = async () => {
      await server.close()
      await database.close()
      await drop()
    }
    onTheServer = {
      TAEL_PUBLIC_URL: server.url,
      TAEL_SECRET: 'a server secret that is used in tests only',
      DATABASE_URL: url,
    }
    elsewhere = { TAEL_PUBLIC_URL: server.url }

    const deps = openTestDeps(database, { clock })
    const { operator, ...known } = await openSigningOperator(deps, 'refund')
    signIn = known
    id = operator.id
    const account = await openTestAccount(deps, { refund_approval_above: 500 })
    const post = async (path: string, body: object, key: string): Promise<Json> =>
      (await callApi(checkout, { method: 'POST', path, body, key })).body
    const keys = `/v1/accounts/${account.id}/api_keys`
    const { secret } = await post(keys, { name: 'shop' }, OPERATOR_KEY)
    const requested: string[] = []
    for (let number = 0; number < 2; number++) {
      const payment = await openPaidPayment(deps, account)
      const refund = await post(`/v1/payments/${payment.id}/refunds`, { amount: 501 }, secret)
      requested.push(refund.id)
    }
    refunds = requested
    const today = clock.now().setUTCHours(0, 0, 0, 0)
    const [from, to] = [2, 1].map((days) => new Date(today - days * DAY_MS).toISOString())
    const { id: reconciliation } = await post('/v1/reconciliations', { from, to }, secret)
    difference = await openTestDifference(deps, reconciliation)
  })
  after(() => close())

  const shown = async (env: Record<string, string>, ...args: readonly string[]): Promise<Json> => {
    const { code, out, error } = await run(args, { env })
    assert.equal(code, 0, error)
    return JSON.parse(out)
  }
  const refused = async (
    env: Record<string, string>,
    args: readonly string[],
    message: RegExp,
  ): Promise<void> => {
    const { code, error } = await run(args, { env })
    assert.equal(code, 1)
    assert.match(error, message)
  }

  it('sends a password to no other address than TAEL_PUBLIC_URL', async () => {
    const tael = elsewhere['TAEL_PUBLIC_URL'] ?? ''
    const redirect = (request: Request): Promise<Response> =>
      Promise.resolve(Response.redirect(tael + new URL(request.url).pathname, 307))
    const redirecting = await serveHttp({ fetch: redirect }, { port: 0 })
    const { code, out, error } = await run(['session', 'start', id], {
      env: { TAEL_PUBLIC_URL: redirecting.url },
      input: `${signIn.password}\n${signIn.code()}\n`,
    })
    await redirecting.close()
    assert.equal(code, 1)
    assert.equal(out, '')
    assert.match(error, /redirect/)
  })

  it('says how a command goes through a proxy, and goes through it', async () => {
    const env = { TAEL_PUBLIC_URL: 'http://tael.invalid', HTTP_PROXY: 'http://127.0.0.1:1' }
    const asked = { ...env, TAEL_SESSION: 'a-session-of-tests' }
    await refused(asked, ['refund', 'waiting'], /Set NODE_USE_ENV_PROXY=1 as well/)
    const through = { ...asked, NODE_USE_ENV_PROXY: '1' }
    await refused(
      through,
      ['refund', 'waiting'],
      /tael\.invalid: connect ECONNREFUSED 127\.0\.0\.1:1\.$/m,
    )
  })

  it('prints nothing of an answer that a shell could run', async () => {
    const token = '$(rm -rf ~)'
    const fetch = (): Promise<Response> =>
      Promise.resolve(Response.json({ object: 'session', token, role: 'read', ends_at: '' }))
    const stranger = await serveHttp({ fetch }, { port: 0 })
    const { code, out } = await run(['session', 'start', id], {
      env: { TAEL_PUBLIC_URL: stranger.url },
      input: 'a password\n123456\n',
    })
    await stranger.close()
    assert.equal(code, 1)
    assert.equal(out, '')
  })

  it('signs in with password and code, and works under their own name until they sign out', async () => {
    const start = (code: string) =>
      run(['session', 'start', id], { env: elsewhere, input: `${signIn.password}\n${code}\n` })
    const wrong = await start('000000')
    assert.equal(wrong.code, 1)
    assert.match(wrong.error, /password or the code is wrong/)
    assert.equal(wrong.out, '')
    const { out, error } = await start(signIn.code())
    const [, token = ''] = /^export TAEL_SESSION=([\w-]+)\n$/.exec(out) ?? []
    assert.notEqual(token, '', error)
    assert.ok(!error.includes(token) && !error.includes(signIn.password))
    const asPerson = { ...elsewhere, TAEL_SESSION: token }

    const [first = '', second = ''] = refunds
    const [waiting, open] = await Promise.all([
      shown(asPerson, 'refund', 'waiting'),
      shown(asPerson, 'difference', 'list'),
      refused(onTheServer, ['refund', 'approve', first], /sign in as an operator/),
    ])
    assert.deepEqual(waiting.map((refund: Json) => refund.id).toSorted(), refunds.toSorted())
    assert.deepEqual(
      open.map((one: Json) => one.id),
      [difference],
    )
    const [approved, declined, assigned] = await Promise.all([
      shown(asPerson, 'refund', 'approve', first),
      shown(asPerson, 'refund', 'decline', second, '--note', 'Paid back in cash'),
      shown(asPerson, 'difference', 'assign', difference, id),
    ])
    assert.equal(approved.status, 'requested')
    assert.partialDeepStrictEqual(declined, {
      status: 'failed',
      refusal: { code: 'declined', message: 'Paid back in cash' },
    })
    assert.equal(assigned.assigned_to.id, id)

    await shown(asPerson, 'difference', 'note', difference, 'The till in Kowloon')
    await shown(asPerson, 'difference', 'resolve', difference, 'other_system', '--note', 'Theirs')
    const [stillOpen, resolved] = await Promise.all([
      shown(asPerson, 'difference', 'list'),
      shown(asPerson, 'difference', 'list', '--resolved', '--assigned-to', id),
    ])
    assert.deepEqual(stillOpen, [])
    assert.deepEqual(
      resolved.map((one: Json) => one.resolution),
      ['other_system'],
    )
    await shown(asPerson, 'difference', 'reopen', difference)
    await shown(asPerson, 'difference', 'assign', difference, 'nobody')
    const { entries, ...after } = await shown(asPerson, 'difference', 'show', difference)
    assert.equal(after.assigned_to, undefined)
    assert.deepEqual(
      entries.map(({ kind, actor, text }: Json) => [kind, actor.id, text]),
      [
        ['assigned', id, undefined],
        ['reopened', id, undefined],
        ['resolved', id, 'Theirs'],
        ['noted', id, 'The till in Kowloon'],
        ['assigned', id, undefined],
      ],
    )

    const ended = await run(['session', 'end'], { env: asPerson })
    assert.equal(ended.code, 0, ended.error)
    await refused(asPerson, ['refund', 'waiting'], /This session is over/)
  })
})
