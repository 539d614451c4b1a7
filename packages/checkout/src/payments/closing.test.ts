import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openTestDeps, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { addAccount } from '../accounts/add-account.ts'
import { cancelPayment } from './cancel-payment.ts'
import { nextClosingAt } from './closing.ts'

const openedAt = new Date('2026-03-02T04:00:00Z')
const at = (minutes: number): Date => new Date(openedAt.getTime() + minutes * 60_000)

describe('an order that was to be closed', () => {
  it('is tried five times at most, and by one process at a time', () => {
    const tries: Date[] = []
    for (
      let now: Date | undefined = at(7);
      now !== undefined;
      now = nextClosingAt({ openedAt, now })
    ) {
      tries.push(now)
    }
    assert.deepEqual(tries, [7, 14, 28, 56, 112].map(at))
  })
})

describeOnDatabase('an order whose payment has ended', (database) => {
  async function closedAt(
    endedAfter: number,
    { closesOrders = true }: { readonly closesOrders?: boolean } = {},
  ): Promise<Date | null> {
    const clock = createHandClock(openedAt)
    const deps = openTestDeps(database(), { clock })
    const { account } = await addAccount(deps, { ...TEST_ACCOUNT, close_orders: closesOrders })
    const payment = await openTestPayment(deps, account, { expiresIn: 4 * 3600 })
    const { id } = await recordTestAttempt(deps, payment)
    await clock.advance(endedAfter * 60_000)
    await cancelPayment(deps, payment.id)
    const { close_at } = await database()
      .db.selectFrom('attempt')
      .select('close_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return close_at
  }

  it('is closed immediately, but never in the first minutes, when WeChat refuses', async () => {
    assert.deepEqual(await closedAt(0), at(7))
    assert.deepEqual(await closedAt(6), at(7))
    assert.deepEqual(await closedAt(60), at(60))
  })

  it('is not closed if nobody can pay it any more', async () => {
    assert.deepEqual(await closedAt(119), at(119))
    assert.equal(await closedAt(120), null)
  })

  it('is not closed where the account’s gateway cannot', async () => {
    assert.equal(await closedAt(60, { closesOrders: false }), null)
  })
})
