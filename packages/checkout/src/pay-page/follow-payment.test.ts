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

  it('are limited for each network, whatever they wait for', async () => {
    const deps = openTestDeps(database(), { clock: createHandClock() })
    const account = await openTestAccount(deps)
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => (await openTestPayment(deps, account)).id),
    )
    const follow = createFollowing(deps)
    const left = new AbortController()
    const wait = { seen: 'created', signal: left.signal }
    const crowd = Array.from({ length: 100 }, (_, at) =>
      follow(ids[at % 5] ?? '', { ...wait, network: '198.51.100.1' }),
    )
    const late = { ...wait, signal: AbortSignal.abort() }
    const tooMany = await follow(ids[5] ?? '', { ...late, network: '198.51.100.1' })
    assert.equal(tooMany?.retryAfterS, 3)
    const other = await follow(ids[5] ?? '', { ...late, network: '198.51.100.2' })
    assert.equal(other?.retryAfterS, undefined)
    left.abort()
    await Promise.all(crowd)
  })
})
