import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { it } from 'node:test'
import { scenarioTable } from './scenario-table.ts'

const FILE = new URL('../../../../docs/scenarios.md', import.meta.url)

it('docs/scenarios.md says what the sandbox does (UPDATE_DOCS=1 writes it)', () => {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, scenarioTable())
  else assert.equal(readFileSync(FILE, 'utf8'), scenarioTable())
})
