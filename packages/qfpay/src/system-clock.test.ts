import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { describe, it } from 'node:test'
import { MINUTE_MS } from './durations.ts'
import { systemClock } from './system-clock.ts'

describe("a sleep by the machine's clock", () => {
  it('is over in time, and leaves the signal alone', async () => {
    const { signal } = new AbortController()
    await systemClock.sleep(1)
    await systemClock.sleep(1, signal)
    assert.equal(getEventListeners(signal, 'abort').length, 0)
  })

  it("ends with the signal's own reason, during it and before it", async () => {
    const stop = new AbortController()
    const reason = new Error('enough')
    const asleep = systemClock.sleep(60 * MINUTE_MS, stop.signal)
    stop.abort(reason)
    await assert.rejects(asleep, reason)
    await assert.rejects(systemClock.sleep(60 * MINUTE_MS, stop.signal), reason)
  })
})
