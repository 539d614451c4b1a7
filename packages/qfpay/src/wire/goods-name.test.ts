import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { cleanGoodsName } from './goods-name.ts'

it('keeps letters and digits of any script, and replaces the rest by single spaces', () => {
  assert.equal(cleanGoodsName('測試商品A'), '測試商品A')
  assert.equal(cleanGoodsName('  Tea & "cake" — 2×  '), 'Tea cake 2')
  assert.equal(cleanGoodsName('茶🍵'), '茶')
  assert.equal(cleanGoodsName('🍵'), undefined)
  assert.equal(cleanGoodsName(undefined), undefined)
  assert.equal(cleanGoodsName('𠮷'.repeat(30)), '𠮷'.repeat(20))
})

it('is never longer than 20 code points, never splits one, and is stable when applied twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
      const cleaned = cleanGoodsName(name)
      if (cleaned === undefined) return
      assert.ok(Array.from(cleaned).length <= 20 && cleaned.isWellFormed())
      assert.equal(cleanGoodsName(cleaned), cleaned)
    }),
  )
})
