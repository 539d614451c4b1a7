import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { systemClock } from '@tael/checkout'
import { DAY_MS } from '@tael/testing/durations'
import { startFastClock } from '../support/server/child/fast-clock.ts'

it('time that is moved on ends what the server sleeps', async (t) => {
  const clock = await startFastClock({ realAt: Date.now(), shownAt: 0, factor: 10 })
  let isAwake = false
  const slept = systemClock.sleep(DAY_MS, t.signal).then(() => (isAwake = true))
  clock.pass(DAY_MS - 60_000)
  clock.wake()
  await turn()
  assert.equal(isAwake, false)
  clock.pass(60_000)
  clock.wake()
  await turn()
  assert.equal(isAwake, true)
  await slept
  assert.ok(systemClock.now().getTime() >= DAY_MS)
})
