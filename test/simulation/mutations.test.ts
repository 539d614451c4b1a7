import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { catchMutations } from './catch-mutations.ts'
import { applyEdit } from '../support/mutate-source.ts'
import { withPostgres } from '../support/postgres-server.ts'
import { INVARIANTS } from './invariants/invariants.ts'
import { MUTATIONS } from './mutations.ts'

/** Found by the first seeds, so that a test has time for them; `npm run simulate -- --mutations` runs all. */
const QUICK = [
  'believes the notification',
  'settles by the envelope',
  'keeps the second success',
  'accepts late money that was to go back',
  'makes a refund of every repeat',
  'calls the gateway in a transaction',
  'exchanges a code again',
  'sends webhooks out of order',
  'writes the openid into an event',
]

describe('a mistake in the product', () => {
  it('is known for every promise', () => {
    const broken = MUTATIONS.map(({ invariant }) => invariant)
    assert.deepEqual([...new Set(broken)].sort(), [...INVARIANTS].sort())
    assert.equal(new Set(MUTATIONS.map(({ name }) => name)).size, MUTATIONS.length)
  })

  for (const { name, edits } of MUTATIONS) {
    it(`fits where it is put: ${name}`, () => {
      for (const edit of edits) {
        const path = new URL(`../../packages/${edit.file}`, import.meta.url)
        const source = readFileSync(path, 'utf8')
        assert.notEqual(applyEdit(name, source, edit), source)
      }
    })
  }

  it('is refused when its piece is not there exactly once', () => {
    const edit = { file: 'x.ts', from: 'one', to: 'two' }
    assert.throws(() => applyEdit('any', 'nothing like it', edit), /no longer fits/)
    assert.throws(() => applyEdit('any', 'one and one', edit), /no longer fits/)
  })

  it('is caught by the promise that it breaks', async () => {
    const quick = MUTATIONS.filter(({ name }) => QUICK.includes(name))
    assert.equal(quick.length, QUICK.length)
    const escaped: string[] = []
    await withPostgres(() =>
      catchMutations(quick, ({ mutation, seed }) => {
        if (seed === undefined) escaped.push(`${mutation.name} (${mutation.invariant})`)
      }),
    )
    assert.deepEqual(escaped, [])
  })
})
