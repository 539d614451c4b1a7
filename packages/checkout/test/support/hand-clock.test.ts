import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/platform/system-clock.ts'
import { createHandClock } from './hand-clock.ts'

test('a hand clock wakes its sleepers in order, each at its own time', async () => {
  const clock = createHandClock(new Date(0))
  const woken: [string, number][] = []
  const sleeper = async (name: string, ...pauses: number[]) => {
    for (const ms of pauses) {
      await clock.sleep(ms)
      woken.push([name, clock.now().getTime()])
    }
  }
  const all = Promise.all([sleeper('often', 10, 10, 10), sleeper('once', 15)])

  await clock.advance(25)
  assert.deepEqual(woken, [
    ['often', 10],
    ['once', 15],
    ['often', 20],
  ])
  assert.equal(clock.now().getTime(), 25)

  await clock.advance(5)
  await all
  assert.equal(woken.length, 4)
})

for (const [name, clock] of Object.entries({ hand: createHandClock(), system: systemClock })) {
  test(`a sleep by the ${name} clock ends early with the signal's own reason`, async () => {
    const reason = new Error('the server stops')
    const stop = new AbortController()
    const asleep = clock.sleep(60_000, stop.signal)
    stop.abort(reason)

    await assert.rejects(asleep, reason)
    await assert.rejects(clock.sleep(60_000, stop.signal), reason)
  })
}
