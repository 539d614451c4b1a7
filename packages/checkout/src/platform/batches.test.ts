import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBatches } from './batches.ts'

describe('batches', () => {
  /** Writes a batch when it is told to, and doubles its numbers; a negative one makes it fail. */
  function openWriter(most = 10) {
    const batches: (readonly number[])[] = []
    const gates: (() => void)[] = []
    const write = createBatches(async (numbers: readonly number[]) => {
      batches.push(numbers)
      await new Promise<void>((resolve) => gates.push(resolve))
      if (numbers.some((number) => number < 0)) throw new Error('A number is wrong')
      return numbers.map((number) => 2 * number)
    }, most)
    return { write, batches, goOn: () => gates.splice(0).forEach((open) => open()) }
  }

  async function untilDone<Result>(done: Promise<Result>, goOn: () => void): Promise<Result> {
    const pump = setInterval(goOn, 0)
    return done.finally(() => clearInterval(pump))
  }

  it('hold what comes while something is written, and give each its own result', async () => {
    const { write, batches, goOn } = openWriter()
    const written = Promise.all([1, 2, 3, 4].map(write))
    assert.deepEqual(batches, [[1]], 'the first does not wait')
    assert.deepEqual(await untilDone(written, goOn), [2, 4, 6, 8])
    assert.deepEqual(batches, [[1], [2, 3, 4]])
  })

  it('hold no more than they may', async () => {
    const { write, batches, goOn } = openWriter(2)
    await untilDone(Promise.all([1, 2, 3, 4].map(write)), goOn)
    assert.deepEqual(batches, [[1], [2, 3], [4]])
  })

  it('refuse the one that makes a batch fail, and none of the others', async () => {
    const { write, goOn } = openWriter()
    const written = Promise.allSettled([1, 2, -3, 4].map(write))
    const outcomes = await untilDone(written, goOn)
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'refused')),
      [2, 4, 'refused', 8],
    )
  })

  it('begin again after a failure', async () => {
    const { write, goOn } = openWriter()
    await assert.rejects(untilDone(write(-1), goOn), /wrong/)
    assert.equal(await untilDone(write(5), goOn), 10)
  })
})
