import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { describeOnEachDatabase } from '../testing/database.ts'

describeOnEachDatabase('a database', (database) => {
  test('answers', async () => {
    await database().ping()
  })
  test('reads a bigint as a number', async () => {
    const { rows } = await sql<{ n: number }>`select 9007199254740991::bigint as n`.execute(
      database().db,
    )
    assert.deepEqual(rows, [{ n: Number.MAX_SAFE_INTEGER }])
  })
})
