import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from './failure.ts'

const error = (message: string, code?: string, cause?: Error): Error =>
  Object.assign(new Error(message, { cause }), code !== undefined && { code })

test('a failure of the database is recognized by its code, by the words of pg, or by its cause', () => {
  assert.equal(failureOf(error('deadlock detected', '40P01')), 'conflict')
  assert.equal(failureOf(error('sorry, too many clients already', '53300')), 'lost')
  assert.equal(failureOf(error('Connection terminated unexpectedly')), 'lost')
  assert.equal(
    failureOf(error('Client has encountered a connection error and is not queryable')),
    'lost',
  )
  assert.equal(
    failureOf(
      error(
        'Connection terminated due to connection timeout',
        undefined,
        error('Connection terminated'),
      ),
    ),
    'unreachable',
  )
  assert.equal(failureOf(error('timeout exceeded when trying to connect')), 'unreachable')
  assert.equal(failureOf(error('a query failed', undefined, error('', '25006'))), 'read-only')
  assert.equal(failureOf(new AggregateError([error('', 'ECONNREFUSED')])), 'lost')
})

test('a failure of the work is not a failure of the database', () => {
  assert.equal(failureOf(error('the amount does not match')), undefined)
  assert.equal(failureOf(error('duplicate key', '23505')), undefined)
  assert.equal(failureOf('Connection terminated'), undefined)
})
