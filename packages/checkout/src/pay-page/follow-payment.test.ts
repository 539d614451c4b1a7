import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import { createFollowing } from './follow-payment.ts'

describeOnDatabase('pages that wait', (database) => {
  it('are limited over all payments; one more has to ask later, and none waits for ever', async () => {
    const deps = openTestDeps(database(), { clock: createHandClock() })
    const account = await openTestAccount(deps)
    const [one, other] = [
      await openTestPayment(deps, account),
      await openTestPayment(deps, account),
    ]
    const follow = createFollowing(deps, { mostInAll: 2 })
    const left = new AbortController()
    const wait = { seen: 'created', signal: left.signal }
    const waiting = [follow(one.id, wait), follow(other.id, wait)]
    const tooMany = await follow(other.id, wait)
    assert.equal(tooMany?.retryAfterS, 15)
    left.abort()
    for (const followed of await Promise.all(waiting)) {
      assert.equal(followed?.retryAfterS, undefined)
    }
    const again = await follow(other.id, { seen: 'created', signal: AbortSignal.abort() })
    assert.equal(again?.retryAfterS, undefined, 'a place that was left is free')
  })
})
