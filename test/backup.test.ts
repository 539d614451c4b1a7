import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { before, after, describe, it } from 'node:test'
import { restoreBackup, RestoreError, type Database } from '@tael/checkout'
import { MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { testRun } from '@tael/testing/test-run'
import type { Json } from '../packages/checkout/test/support/checkout.ts'
import { ENGINES, openEmptyDatabase } from '../packages/checkout/test/support/database.ts'
import {
  CHECKOUT,
  joinWorld,
  OPERATOR_KEY,
  type JoinedWorld,
  type Payment,
} from './support/joined-world.ts'
import { openOrder, makePaid, requestRefund } from './support/refunding.ts'

/** From each engine to the other. */
const MOVES = [
  ['pglite', 'postgres'],
  ['postgres', 'pglite'],
] as const

for (const [from, to] of MOVES) {
  describe(`a backup of ${from}, restored into ${to}`, () => {
    let lost: Database
    let restored: Database
    let world: JoinedWorld
    let lines: readonly string[]
    let proved: Payment
    let underWay: Payment
    let later: Payment
    let restoredAt: string
    before(async () => {
      lost = await ENGINES[from]()
      restored = await openEmptyDatabase(to)
      world = await joinWorld(lost)
      world.sandbox.settings.change({ unsettledFloat: null })
      proved = await makePaid(world, 1000)
      await requestRefund(world, proved, { amount: 400 })
      underWay = await world.createPayment()
      const unpaid = await openOrder(world, underWay)
      lines = await allOf(lost.backup())
      // What happens between the backup and the disaster.
      await world.sandbox.orders.pay(unpaid)
      later = await makePaid(world, 700)
      await world.moveTo(restored, () => restoreFrom(lines, restored))
      restoredAt = new Date(world.clock.now()).toISOString()
    })
    const restoreFrom = (some: readonly string[], database: Database) => {
      const clock = { ...database.clock, now: () => new Date(world.clock.now()) }
      return restoreBackup({ database, clock, randomBytes }, linesOf(some))
    }
    after(() => world.close())

    it('holds the same rows, whatever their types', async () => {
      const again = await openEmptyDatabase(from)
      await again.restore(linesOf(lines))
      const copy = await allOf(again.backup())
      await again.close()
      assert.deepEqual(copy.slice(1), lines.slice(1))
      assert.ok(lines.length > 20)
    })

    it('refuses a file that was cut short, a strange one, and a database with rows', async () => {
      const empty = await openEmptyDatabase(to)
      for (const [broken, message] of [
        [lines.slice(0, -1), /cut short/],
        [lines.toSpliced(3, 1), /cut short/],
        [['{"tael":"something"}'], /not a backup/],
        [[(lines[0] ?? '').replace('0001_', '9999_')], /newer version/],
      ] as const) {
        await assert.rejects(restoreFrom(broken, empty), (error: unknown) => {
          assert.ok(error instanceof RestoreError)
          assert.match(error.message, message)
          return true
        })
      }
      await restoreFrom(lines, empty)
      await assert.rejects(restoreFrom(lines, empty), /in use already/)
      await empty.close()
    })

    // What follows is the same code over either engine.
    if (to === 'pglite' && !testRun.isThorough) return

    it('continues: what was under way is found paid, and refunded once', async () => {
      const found = await world.passUntil(underWay.id, ({ status }) => status === 'succeeded')
      assert.equal(found.status, 'succeeded')
      const whole = await world.passUntil(proved.id, (payment) => payment.amount_refunded === 400)
      assert.equal(whole.amount_refunded, 400)
      const refunds = world.sandbox.orders.list().filter(({ kind }) => kind === 'refund')
      assert.equal(refunds.length, 1, 'QFPay was asked for one refund')
    })

    it('knows nothing of a payment that came after it, until a reconciliation tells a person', async () => {
      assert.equal((await world.call(`/v1/payments/${later.id}`)).status, 404)
      const range = { from: '2026-03-02T00:00:00Z', to: new Date(world.clock.now()).toISOString() }
      const { body } = await world.call('/v1/reconciliations', range)
      const path = `/v1/reconciliations/${body.id}`
      for (let minutes = 0; minutes < 30; minutes++) {
        if ((await world.call(path)).body.status === 'completed') break
        await world.pass(MINUTE_MS, 10 * SECOND_MS)
      }
      const { body: run } = await world.call(`/v1/reconciliations/${body.id}/differences`)
      assert.deepEqual(
        run.data.map(({ kind, out_trade_no }: Record<string, string>) => [kind, out_trade_no]),
        [['unknown', later.attempt]],
      )
    })

    it('says in the audit log that it was restored, at the end of a chain that is whole', async () => {
      const ask = async (path: string) => {
        const authorization = `Bearer ${OPERATOR_KEY}`
        const response = await world.fetch(CHECKOUT + path, { headers: { authorization } })
        return (await response.json()) as Json
      }
      const { data } = await ask('/v1/audit_entries?action=backup.restored')
      const [head, end] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? ''))
      const counts: readonly number[] = Object.values(end.rows)
      assert.partialDeepStrictEqual(data, [
        {
          at: restoredAt,
          actor: { kind: 'command' },
          subject: { type: 'server' },
          after: { takenAt: head.taken_at, rows: counts.reduce((sum, count) => sum + count, 0) },
        },
      ])
      const verified = await ask('/v1/audit_entries/verification')
      assert.partialDeepStrictEqual(verified, { is_whole: true, waiting: 0 })
      assert.ok(data[0].sequence > 0)
    })
  })
}

function linesOf(lines: readonly string[]): AsyncIterable<string> {
  return Readable.from(lines)
}

async function allOf(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}
