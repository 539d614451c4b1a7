import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { rememberReads, tablesOf } from './remember-reads.ts'

const answer = { command: 'SELECT', rowCount: 1, rows: [{ id: 'pay_1' }] }

describe('a remembered read', () => {
  it('is recalled until somebody writes a table that it names', () => {
    const reads = rememberReads()
    const read = 'select * from "payment" where id in (select payment_id from attempt)'
    reads.keep(read, ['pay_1'], answer)
    assert.deepEqual(reads.recall(read, ['pay_1']), answer)
    assert.equal(reads.recall(read, ['pay_2']), undefined)
    reads.forget(['refund'])
    assert.deepEqual(reads.recall(read, ['pay_1']), answer)
    reads.forget(['attempt'])
    assert.equal(reads.recall(read, ['pay_1']), undefined)
  })

  it('is never one that locks or writes', () => {
    const reads = rememberReads()
    for (const sql of [
      'select * from payment for update skip locked',
      'with changed as (update payment set sequence = 2 returning id) select id from changed',
    ]) {
      reads.keep(sql, [], answer)
      assert.equal(reads.recall(sql, []), undefined)
    }
  })

  it('knows what a statement writes, wherever that stands in it', () => {
    const sql = 'with a as (insert into event (id) values ($1)) update "payment" set sequence = 1'
    assert.deepEqual(tablesOf(sql).written, ['event', 'payment'])
    assert.deepEqual(tablesOf('delete from exchange where id = $1').written, ['exchange'])
  })
})
