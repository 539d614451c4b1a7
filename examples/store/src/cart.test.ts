import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countOf, MAX_OF_ONE, readCart, totalOf, withQuantity, writeCart } from './cart.ts'
import { CATALOGUE } from './catalogue.ts'

const product = fc.constantFrom(...CATALOGUE)
const cart = fc
  .array(fc.tuple(product, fc.integer({ min: 0, max: 20 })))
  .map((changes) =>
    changes.reduce((all, [one, many]) => withQuantity(all, one, many), readCart('')),
  )

test('a basket survives its cookie', () => {
  fc.assert(fc.property(cart, (kept) => assert.deepEqual(readCart(writeCart(kept)), kept)))
})

test('a basket holds only our products and our limits, whatever its cookie says', () => {
  const entry = fc.oneof(fc.string(), fc.constantFrom('gaiwan.2', 'gaiwan.99', 'milk-tea.-1', '~'))
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const read = readCart(entries.join('~'))
      assert.equal(new Set(read.map((line) => line.product)).size, read.length)
      for (const { product, quantity } of read) {
        assert.ok(CATALOGUE.includes(product))
        assert.ok(Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_OF_ONE)
      }
    }),
  )
})

test('a total is the sum of its lines, in whole cents', () => {
  const read = readCart('dragon-well.2~gaiwan.1')
  assert.equal(totalOf(read), 2 * 13_800 + 26_800)
  assert.equal(countOf(read), 3)
  fc.assert(fc.property(cart, (any) => Number.isSafeInteger(totalOf(any))))
})

test('a quantity of zero removes a product from the basket', () => {
  const [first] = readCart('dragon-well.2')
  assert.ok(first)
  assert.deepEqual(withQuantity([first], first.product, 0), [])
})
