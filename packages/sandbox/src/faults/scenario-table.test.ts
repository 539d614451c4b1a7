import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { scenarioTable } from './scenario-table.ts'

it('docs/scenarios.md says what the sandbox does', () => {
  const file = new URL('../../../../docs/scenarios.md', import.meta.url)
  assert.equal(
    readFileSync(file, 'utf8'),
    scenarioTable(),
    'write scenarioTable() of @tael/sandbox into docs/scenarios.md',
  )
})
