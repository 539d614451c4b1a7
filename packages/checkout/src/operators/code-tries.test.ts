import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestOperator } from '../../test/support/operators.ts'
import { DAY_MS } from '../platform/durations.ts'
import { sealContext } from '../platform/seal-context.ts'
import { codeAt } from './one-time-code.ts'
import { tryPruning } from './sign-in.ts'
import { startSession } from './start-session.ts'

const SECRET = Buffer.from('12345678901234567890')
const HALF_MINUTE_MS = 30_000
const OFFICE = '203.0.113.7'

describeOnDatabase(
  'a person who knows the password of an operator, and not the code',
  (database) => {
    let clock: HandClock
    let deps: TestDeps
    let operatorId: string

    before(() => {
      clock = createHandClock()
      deps = openTestDeps(database(), { clock })
    })
    const begin = async (): Promise<void> => {
      operatorId = (await openTestOperator(deps, 'refund')).operator.id
      const context = sealContext.operatorSecondFactor(operatorId)
      const sealed = deps.sealing.seal(SECRET.toString('base64url'), context)
      await database()
        .db.updateTable('operator')
        .set({ totp_sealed: sealed })
        .where('id', '=', operatorId)
        .execute()
    }
    const guess = async (address: string): Promise<string> =>
      (await startSession(deps, operatorId, { code: '000000', address })).kind
    const guesses = async (addresses: readonly string[]): Promise<Record<string, number>> => {
      const kinds: Record<string, number> = {}
      for (const kind of await Promise.all(addresses.map(guess)))
        kinds[kind] = (kinds[kind] ?? 0) + 1
      return kinds
    }
    /** The operator themselves. */
    const signIn = async (address: string): Promise<string> => {
      const code = codeAt(SECRET, Math.floor(clock.now().getTime() / HALF_MINUTE_MS))
      const { kind } = await startSession(deps, operatorId, { code, address })
      // A code works once.
      if (kind === 'started') await clock.advance(HALF_MINUTE_MS)
      return kind
    }
    const many = (count: number, block: string): readonly string[] =>
      Array.from({ length: count }, (_, index) => `${block}.${index}`)

    it('has five tries at an address, and does not keep the operator out at another', async () => {
      await begin()
      const tried = await guesses(Array.from({ length: 12 }, () => '198.51.100.1'))
      assert.deepEqual(tried, { wrong: 5, 'too-many': 7 })
      assert.equal(await guess('198.51.100.1'), 'too-many')
      assert.equal(await signIn(OFFICE), 'started')
    })

    it('guesses no faster from many addresses, and does not keep the operator out of their own', async () => {
      await begin()
      assert.equal(await signIn(OFFICE), 'started')
      assert.deepEqual(await guesses(many(80, '198.51.100')), { wrong: 50, 'too-many': 30 })
      assert.equal(await guess('192.0.2.1'), 'too-many')
      assert.equal(await signIn(OFFICE), 'started')
      // All over again, because the operator was right.
      assert.deepEqual(await guesses(many(80, '192.0.2')), { wrong: 50, 'too-many': 30 })
      // The operator mistypes at their own address, and no stranger's tries count there.
      assert.equal(await guess(OFFICE), 'wrong')
      assert.equal(await signIn(OFFICE), 'started')
    })

    it('is a stranger again at an address from which nobody has signed in for a month', async () => {
      await begin()
      assert.equal(await signIn(OFFICE), 'started')
      await clock.advance(29 * DAY_MS)
      await tryPruning.run(deps)
      await guesses(many(80, '198.51.100'))
      assert.equal(await signIn(OFFICE), 'started')
      await clock.advance(31 * DAY_MS)
      await tryPruning.run(deps)
      await guesses(many(80, '198.51.100'))
      assert.equal(await signIn(OFFICE), 'too-many')
    })
  },
)
