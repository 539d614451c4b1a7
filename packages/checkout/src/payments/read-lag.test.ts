import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createCheckout } from '../checkout.ts'
import { openTestDeps, PUBLIC_URL, testOptions } from '../testing/checkout.ts'
import { describeOnEachDatabase } from '../testing/database.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../testing/payments.ts'
import { readLag } from './read-lag.ts'

describeOnEachDatabase('the lag of the enquiries', (database) => {
  it('is how long the enquiry that is longest overdue has been due, and /health shows it', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock })
    assert.deepEqual(await readLag(deps), { enquireMs: 0 })
    const payment = await openTestPayment(deps, await openTestAccount(deps))
    await recordTestAttempt(deps, payment)
    await clock.advance(8_000)
    await recordTestAttempt(deps, payment)
    await clock.advance(4_000)
    assert.deepEqual(await readLag(deps), { enquireMs: 12_000 })
    const checkout = createCheckout(testOptions(database(), { clock }))
    const response = await checkout.fetch(new Request(`${PUBLIC_URL}/health`))
    assert.deepEqual(await response.json(), {
      status: 'ok',
      database: database().engine,
      lag: { enquire_ms: 12_000 },
    })
  })
})
