import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lookForMutations } from './look-for-mutations.ts'

const MUTATIONS = [
  { name: 'no lock' },
  { name: 'no lease' },
  { name: 'no shared budget', needsFastMachine: true },
] as const

describe('looking for mutations', () => {
  const look = (seen: readonly string[], endAt = Infinity) =>
    lookForMutations(
      MUTATIONS,
      ({ name }) => Promise.resolve(seen.includes(name) ? 'two refunds\nof one' : undefined),
      { seed: 1, endAt, say: () => undefined },
    )

  it('passes when each of them is found', async () => {
    const { done, broken } = await look(MUTATIONS.map(({ name }) => name))
    assert.equal(done, '3 of 3 mutations found in this time')
    assert.deepEqual(broken, [])
  })

  it('fails for a mutation that no test shows, and only names one that needs a fast machine', async () => {
    const { done, broken } = await look(['no lock'])
    assert.match(done, /^1 of 3 .*too slow: no shared budget$/)
    assert.deepEqual(broken, ['nothing showed this mutation: no lease'])
  })

  it('says nothing of those for which there was no time', async () => {
    const { done, broken } = await look([], -1)
    assert.equal(done, '0 of 3 mutations found in this time')
    assert.deepEqual(broken, [])
  })
})
