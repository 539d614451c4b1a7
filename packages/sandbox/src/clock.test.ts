import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createClock } from './clock.ts'

describe('the clock', () => {
  it('runs due tasks in order, each at its own instant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(10_000), { maxLength: 20 }), async (delays) => {
        const clock = createClock({ manual: true, startAt: 0 })
        const seen: number[] = []
        for (const delay of delays) clock.after(delay, () => void seen.push(clock.now()))
        await clock.advance(10_000)
        assert.deepEqual(
          seen,
          delays.toSorted((a, b) => a - b),
        )
        assert.equal(clock.now(), 10_000)
      }),
    )
  })

  it('awaits each task, and runs what the task itself puts on the clock', async () => {
    const clock = createClock({ manual: true, startAt: 0 })
    const seen: string[] = []
    clock.after(10, async () => {
      await Promise.resolve()
      seen.push(`first at ${clock.now()}`)
      clock.after(10, () => void seen.push(`second at ${clock.now()}`))
    })
    clock.after(15, () => void seen.push(`between at ${clock.now()}`))
    await clock.advance(100)
    assert.deepEqual(seen, ['first at 10', 'between at 15', 'second at 20'])
  })

  it('runs no canceled task, and none that is not due', async () => {
    const clock = createClock({ manual: true, startAt: 0 })
    const takeBack = clock.after(5, () => assert.fail('was taken back'))
    clock.after(11, () => assert.fail('is not due'))
    takeBack()
    await clock.advance(10)
  })

  it('runs with real time, and can still be moved', async () => {
    let real = 1_000
    const wakes: { readonly at: number; readonly wake: () => void }[] = []
    const clock = createClock({
      time: {
        now: () => real,
        wait(delayMs, wake) {
          wakes.push({ at: real + delayMs, wake })
          return () => undefined
        },
      },
    })
    const seen: number[] = []
    clock.after(50, () => void seen.push(clock.now()))
    real += 50
    for (const { at, wake } of [...wakes]) if (at <= real) wake()
    assert.deepEqual(seen, [1_050])

    clock.after(86_400_000, () => void seen.push(clock.now()))
    await clock.advance(86_400_000)
    assert.deepEqual(seen, [1_050, 86_401_050])
    assert.equal(clock.now(), 86_401_050)
  })

  it('moves forward in turn after two simultaneous requests', async () => {
    const clock = createClock({ manual: true, startAt: 0 })
    await Promise.all([clock.advance(10), clock.advance(20)])
    assert.equal(clock.now(), 30)
  })
})
