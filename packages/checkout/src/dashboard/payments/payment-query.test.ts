import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queryText, readPaymentQuery, searchOf } from './payment-query.ts'

const ACCOUNTS = [
  { id: 'acc_1', settings: { flow: 'own-account', utcOffset: '+08:00' } },
  { id: 'acc_2', settings: { flow: 'qfpay-account', utcOffset: '+08:00' } },
] as const

const read = (text: string) => readPaymentQuery(new URLSearchParams(text), ACCOUNTS)

test('a query is read as it is written, and forgets what it does not understand', () => {
  const text =
    '?status=in-review&q=A+1&account=acc_1&method=own-account&currency=HKD&least=1&most=10.50&from=2026-03-01&to=2026-03-02'
  assert.equal(queryText(read(text)), text)
  for (const odd of [
    'status=lost',
    'account=acc_9',
    'method=card',
    'currency=XXX',
    'least=ten',
    'most=1e5',
    'least=-1',
    'currency=JPY&least=1.5',
    'from=2026-02-31x',
    'from=yesterday',
    'q=%00',
  ]) {
    assert.doesNotMatch(queryText(read(odd)), /least|most|from|q=|status|account|method|XXX/, odd)
  }
})

test('a day is that of the zone, and ends with its last instant', () => {
  const { created } = searchOf(read('from=2026-03-02&to=2026-03-02'), ACCOUNTS, '+08:00')
  assert.deepEqual(created, {
    from: new Date('2026-03-01T16:00:00Z'),
    to: new Date('2026-03-02T16:00:00Z'),
  })
})

test('a day on which the clocks change is as long as it is', () => {
  const { created } = searchOf(read('from=2026-03-08&to=2026-03-08'), ACCOUNTS, 'America/Toronto')
  assert.deepEqual(created, {
    from: new Date('2026-03-08T05:00:00Z'),
    to: new Date('2026-03-09T04:00:00Z'),
  })
})

test('an amount is read in the unit of its currency', () => {
  const amountOf = (text: string) => searchOf(read(text), ACCOUNTS, '+08:00').amount
  assert.deepEqual(amountOf('least=10.99'), { least: 1099 })
  assert.deepEqual(amountOf('least=1,000&most=2000&currency=JPY'), { least: 1000, most: 2000 })
  assert.deepEqual(amountOf('least=1,50&most=1,5000&currency=EUR'), { least: 150 })
})

test('a method stands for the accounts that have it', () => {
  const search = (text: string) => searchOf(read(text), ACCOUNTS, '+08:00')
  assert.deepEqual(search('method=qfpay-account').accountIds, ['acc_2'])
  assert.deepEqual(search('method=qfpay-account&account=acc_1').accountIds, [])
  assert.equal(search('status=pending').accountIds, undefined)
})
