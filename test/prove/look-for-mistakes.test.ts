import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lookForMistakes } from './look-for-mistakes.ts'

const MISTAKES = [
  { name: 'no lock' },
  { name: 'no lease' },
  { name: 'no shared budget', needsFastMachine: true },
] as const

describe('looking for mistakes', () => {
  const look = (seen: readonly string[], endAt = Infinity) =>
    lookForMistakes(
      MISTAKES,
      ({ name }) => Promise.resolve(seen.includes(name) ? 'two refunds\nof one' : undefined),
      { seed: 1, endAt, say: () => undefined },
    )

  it('passes when each of them is found', async () => {
    const { done, broken } = await look(MISTAKES.map(({ name }) => name))
    assert.equal(done, '3 of 3 mistakes found in this time')
    assert.deepEqual(broken, [])
  })

  it('fails for a mistake that no test shows, and only names one that needs a fast machine', async () => {
    const { done, broken } = await look(['no lock'])
    assert.match(done, /^1 of 3 .*too slow: no shared budget$/)
    assert.deepEqual(broken, ['nothing showed this mistake: no lease'])
  })

  it('says nothing of those for which there was no time', async () => {
    const { done, broken } = await look([], -1)
    assert.equal(done, '0 of 3 mistakes found in this time')
    assert.deepEqual(broken, [])
  })
})
