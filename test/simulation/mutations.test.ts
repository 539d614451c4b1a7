import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findMutations } from './find-mutations.ts'
import { INVARIANTS } from './invariants/invariants.ts'
import { MUTATIONS } from './mutations.ts'

/** Found by the first seed, so that a test has time for them; `npm run simulate -- --mutations` runs all. */
const QUICK = ['believes the envelope of an enquiry']

describe('a mistake in the product', () => {
  it('stands in the list for every promise', () => {
    const broken = MUTATIONS.map(({ foundBy }) => foundBy)
    assert.deepEqual([...new Set(broken)].sort(), [...INVARIANTS].sort())
    assert.equal(new Set(MUTATIONS.map(({ name }) => name)).size, MUTATIONS.length)
  })

  it('is caught by the promise that it breaks', async () => {
    const quick = MUTATIONS.filter(({ name }) => QUICK.includes(name))
    assert.equal(quick.length, QUICK.length)
    const escaped: string[] = []
    await findMutations(quick, ({ mutation, seed }) => {
      if (seed === undefined) escaped.push(`${mutation.name} (${mutation.foundBy})`)
    })
    assert.deepEqual(escaped, [])
  })
})
