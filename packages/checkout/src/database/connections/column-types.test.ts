import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { describeOnEachDatabase } from '../../../test/support/database.ts'

describeOnEachDatabase('a column', (database) => {
  async function read(expression: string): Promise<unknown> {
    const { rows } = await sql
      .raw<{ value: unknown }>(`select ${expression} as value`)
      .execute(database().db)
    return rows[0]?.value
  }

  test('of bigint is a number', async () => {
    assert.equal(await read('9007199254740991::bigint'), Number.MAX_SAFE_INTEGER)
    assert.equal(await read('-9007199254740991::bigint'), Number.MIN_SAFE_INTEGER)
    assert.equal(await read('count(*)'), 1)
    assert.equal(await read('null::bigint'), null)
  })

  test('of bigint is refused if no number can hold it exactly', async () => {
    await assert.rejects(read('9007199254740993::bigint'), /9007199254740993 does not fit/)
    // The connection is as good as before.
    assert.equal(await read('1::bigint'), 1)
  })

  test('of numeric is refused, whatever its value, and may be cast', async () => {
    await assert.rejects(read('sum(1::bigint)'), /cast it to bigint/)
    assert.equal(await read('sum(1::bigint)::bigint'), 1)
    assert.equal(await read('1.10::numeric::text'), '1.10')
  })

  test('of timestamptz is a Date, and comes back as it went', async () => {
    const instant = new Date('2026-03-02T04:00:00.123Z')
    const { rows } = await sql<{ value: Date }>`select ${instant}::timestamptz as value`.execute(
      database().db,
    )
    assert.deepEqual(rows, [{ value: instant }])
  })

  test('of date or timestamp is text, for it has no time zone', async () => {
    assert.equal(await read(`'2026-03-02'::date`), '2026-03-02')
    assert.equal(await read(`'2026-03-02 04:00'::timestamp`), '2026-03-02 04:00:00')
  })

  test('of jsonb or boolean keeps its type', async () => {
    assert.deepEqual(await read(`'{"a":[1,true,null]}'::jsonb`), { a: [1, true, null] })
    assert.equal(await read('true'), true)
  })
})
