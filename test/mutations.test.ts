import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { applyEdit } from '@tael/testing/mutate-source'
import { MUTATIONS as CONCURRENCY } from './concurrency/mutations.ts'
import { MUTATIONS as CRASH } from './crash/mutations.ts'
import { MUTATIONS } from './mutations/mutations.ts'
import { MUTATIONS as SIMULATION } from './simulation/mutations.ts'

describe('a mutation that is put into the source', () => {
  for (const { name, edits } of [...CONCURRENCY, ...CRASH, ...MUTATIONS, ...SIMULATION]) {
    it(`fits where it is put: ${name}`, () => {
      for (const edit of edits) {
        const path = new URL(`../packages/${edit.file}`, import.meta.url)
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
})
