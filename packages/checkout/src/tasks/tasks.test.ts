import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import {
  eventTypes,
  openTestAccount,
  openTestPayment,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import { watchStatements } from '../../test/support/watch-statements.ts'
import type { Account } from '../accounts/account.ts'
import { enquireDueAttempts } from '../attempts/enquire-due-attempts.ts'
import { idempotencyKeyPruning } from '../http/idempotency.ts'
import type { Attempt } from '../payments/attempt.ts'
import { createExpirer } from '../payments/expire-payments.ts'
import { readAttempts, readPayment } from '../payments/read-payments.ts'
import { startTasks } from './tasks.ts'

describeOnDatabase('the tasks of two processes on one database', (database) => {
  let clock: HandClock
  let processes: readonly TestDeps[]
  let deps: TestDeps
  let account: Account
  const asked: string[] = []

  before(async () => {
    clock = createHandClock()
    // A gateway to which nobody has paid yet, and which counts what it is asked about.
    const gateway: typeof fetch = async (url, init) => {
      const question = new URLSearchParams(await new Request(url, init).text())
      const numbers = (question.get('out_trade_no') ?? '').split(',')
      asked.push(...numbers)
      return Response.json({ respcd: '0000', data: numbers.map(unpaidRow) })
    }
    const open = () => openTestDeps(database(), { clock, fetch: gateway })
    deps = open()
    processes = [deps, open()]
    account = await openTestAccount(deps)
  })

  it('look once a second while nothing is due, by one statement', async () => {
    const { watched, statements } = watchStatements(database().db)
    const stop = startTasks(openTestDeps({ ...database(), db: watched }, { clock }))
    await whileTimePasses(clock, clock.sleep(30_000))
    await whileTimePasses(clock, stop())
    assert.ok(statements.length >= 30 && statements.length < 50, `${statements.length} statements`)
  })

  it('ask about each attempt once, whichever takes it, and plan the next time', async () => {
    const payment = await openTestPayment(deps, account)
    const attempts = await Promise.all(
      Array.from({ length: 120 }, () => recordTestAttempt(deps, payment)),
    )
    const isPlanned = ({ enquireAt }: Attempt) => enquireAt && enquireAt > payment.createdAt
    const rounds: Promise<number>[] = []
    // Where two rounds look at the same attempt, both may leave it to the next round. The clock stands still meanwhile.
    await waitUntil('each attempt is planned', async () => {
      rounds.push(...processes.flatMap((one) => [enquireDueAttempts(one), enquireDueAttempts(one)]))
      return (await readAttempts(deps, payment.id)).every(isPlanned)
    })
    await whileTimePasses(clock, Promise.all(rounds))
    // A round ends before slow answers come, and its questions still go out.
    await whileTimePasses(
      clock,
      waitUntil('each attempt is asked about', () => asked.length >= attempts.length),
    )
    assert.deepEqual(asked.toSorted(), attempts.map(({ id }) => id).toSorted())
  })

  it('end each payment once when its deadline has passed', async () => {
    const payments = await Promise.all(
      Array.from({ length: 10 }, () => openTestPayment(deps, account, { expiresIn: 60 })),
    )
    await clock.advance(59_000)
    await Promise.all(processes.map((one) => createExpirer(one).serveDue()))
    const [early] = payments
    assert.equal((await readPayment(deps, early?.id ?? ''))?.status, 'created')
    await clock.advance(1_000)
    await Promise.all(processes.map((one) => createExpirer(one).serveDue()))
    for (const payment of payments) {
      assert.deepEqual(await eventTypes(deps, payment), ['payment.created', 'payment.expired'])
    }
  })

  it('delete all expired keys, however many, and no others', async () => {
    const key = (name: string) => ({
      account_id: account.id,
      key: name,
      fingerprint: 'f',
      response_status: 201,
      response_body: '{}',
      created_at: clock.now(),
    })
    const { db } = database()
    const old = Array.from({ length: 2500 }, (_, count) => key(`old-${count}`))
    await db.insertInto('idempotency_key').values(old).execute()
    await clock.advance(30 * 24 * 60 * 60_000 + 1000)
    await db.insertInto('idempotency_key').values(key('new')).execute()
    await Promise.all(processes.map((one) => idempotencyKeyPruning.run(one)))
    const left = await db.selectFrom('idempotency_key').select('key').execute()
    assert.deepEqual(left, [{ key: 'new' }])
  })

  it('stop on request', async () => {
    const stops = processes.map(startTasks)
    await whileTimePasses(clock, Promise.all(stops.map((stop) => stop())))
  })
})

function unpaidRow(outTradeNo: string): object {
  return {
    out_trade_no: outTradeNo,
    syssn: `20260302${outTradeNo}`,
    order_type: 'payment',
    pay_type: '800207',
    txamt: '1099',
    txcurrcd: 'HKD',
    txdtm: '2026-03-02 12:00:00',
    sysdtm: '2026-03-02 12:00:00',
    cancel: '0',
    respcd: '1143',
    errmsg: '',
  }
}
