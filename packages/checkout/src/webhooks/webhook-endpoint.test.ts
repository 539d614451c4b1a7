import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isGivenUp, namesOf, rollSecrets, signingSecrets } from './webhook-endpoint.ts'

const NOW = new Date('2026-03-02T04:00:00Z')
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)

describe('a webhook endpoint', () => {
  it('gets an event under its type, its kind, or all', () => {
    assert.deepEqual(namesOf('payment.failed'), ['*', 'payment.*', 'payment.failed'])
    assert.deepEqual(namesOf('a.b.c'), ['*', 'a.*', 'a.b.*', 'a.b.c'])
  })

  it('signs with the old secret along with the new one for a day', () => {
    const rolled = rollSecrets([{ secret: 'old' }], 'new', NOW)
    assert.deepEqual(signingSecrets(rolled, NOW), ['new', 'old'])
    assert.deepEqual(signingSecrets(rolled, later(23.9)), ['new', 'old'])
    assert.deepEqual(signingSecrets(rolled, later(24)), ['new'])
  })

  it('does not give an old secret a longer life by rolling again, nor keeps many', () => {
    const twice = rollSecrets(rollSecrets([{ secret: 'a' }], 'b', NOW), 'c', later(12))
    assert.deepEqual(signingSecrets(twice, later(13)), ['c', 'b', 'a'])
    assert.deepEqual(signingSecrets(twice, later(24)), ['c', 'b'])
    const often = Array.from({ length: 50 }, (_, index) => `secret ${index}`).reduce(
      (secrets, secret) => rollSecrets(secrets, secret, NOW),
      rollSecrets([], 'first', NOW),
    )
    assert.deepEqual(
      signingSecrets(often, NOW),
      [49, 48, 47, 46].map((n) => `secret ${n}`),
    )
  })

  it('is given up after five days without a success', () => {
    assert.ok(!isGivenUp(NOW, later(119.9)))
    assert.ok(isGivenUp(NOW, later(120)))
  })
})
