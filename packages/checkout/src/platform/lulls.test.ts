import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { createLulls } from './lulls.ts'

describe('a lull', () => {
  /** Something comes at each of these instants; returns when each of them goes on, in milliseconds. */
  async function goOn(instants: readonly number[]): Promise<readonly number[]> {
    const clock = createHandClock(new Date(0))
    const untilLull = createLulls(clock)
    const went: number[] = []
    const come = instants.map(async (at, index) => {
      await clock.sleep(at)
      await untilLull()
      went[index] = clock.now().getTime()
    })
    await clock.advance(10_000)
    await Promise.all(come)
    return went
  }

  it('is not waited for by what comes alone', async () => {
    assert.deepEqual(await goOn([10, 260, 5_000]), [10, 260, 5_000])
  })

  it('ends a burst: all but its first go on together', async () => {
    assert.deepEqual(await goOn([10, 30, 50, 400]), [10, 780, 780, 780])
  })

  it('is waited for no longer than a second, however long the burst lasts', async () => {
    const burst = Array.from({ length: 100 }, (_, number) => 40 * (number + 1))
    const went = await goOn(burst)
    const waited = went.map((at, index) => at - (burst[index] ?? 0))
    assert.ok(Math.max(...waited) <= 1_000, waited.join(' '))
    assert.ok(new Set(went).size < 10, went.join(' '))
  })
})
