import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { createServing, type Serving } from './serving.ts'

describe('work that waits until nobody is being served', () => {
  let clock: HandClock
  let serving: Serving
  const done: string[] = []
  beforeEach(() => {
    done.length = 0
    clock = createHandClock()
    serving = createServing(clock)
  })

  const beServed = (name: string): (() => void) => {
    const answer = Promise.withResolvers<undefined>()
    void serving.serve(() => answer.promise).then(() => done.push(name))
    return () => answer.resolve(undefined)
  }
  const waitFor = (name: string): void => void serving.untilIdle().then(() => done.push(name))

  it('begins when the last one has been answered', async () => {
    const [answerFirst, answerSecond] = [beServed('first'), beServed('second')]
    waitFor('work')
    answerFirst()
    await new Promise(setImmediate)
    assert.deepEqual(done, ['first'])
    waitFor('more work')
    answerSecond()
    await new Promise(setImmediate)
    assert.deepEqual(done.toSorted(), ['first', 'more work', 'second', 'work'])
  })

  it('begins immediately if nobody is', async () => {
    waitFor('work')
    await new Promise(setImmediate)
    assert.deepEqual(done, ['work'])
  })

  it('begins after a second, however long somebody is being served', async () => {
    beServed('nobody')
    waitFor('work')
    await clock.advance(999)
    assert.deepEqual(done, [])
    await clock.advance(1)
    await new Promise(setImmediate)
    assert.deepEqual(done, ['work'])
  })
})
