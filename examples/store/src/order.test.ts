import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { createOrderBook, isOrderId, newOrderId } from './order.ts'

test('an order number is one that we would accept, and never the same twice', () => {
  const ids = Array.from({ length: 1000 }, () => newOrderId(randomBytes))
  assert.ok(ids.every(isOrderId))
  assert.equal(new Set(ids).size, ids.length)
})

test('every character of an order number depends on chance', () => {
  const ids = Array.from({ length: 200 }, () =>
    newOrderId(randomBytes).replaceAll('-', '').slice(2),
  )
  for (let place = 0; place < 16; place++) {
    assert.ok(new Set(ids.map((id) => id[place])).size > 16, `place ${place}`)
  }
})

test('an invalid order number is refused', () => {
  for (const text of ['', 'HT-1', 'HT-7K3M9QXD-2F4E8TAU', 'ht-7k3m9qxd-2f4e8ta3', '__proto__', 7]) {
    assert.equal(isOrderId(text), false)
  }
})

test('an order is found by its number alone', () => {
  const book = createOrderBook()
  const order = { id: newOrderId(randomBytes), lines: [], total: 0 }
  book.add(order)
  assert.equal(book.find(order.id), order)
  assert.equal(book.find(newOrderId(randomBytes)), undefined)
})
