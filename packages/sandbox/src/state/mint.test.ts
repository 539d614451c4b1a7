import assert from 'node:assert/strict'
import { it } from 'node:test'
import { START } from '../../test/support/try-merchant.ts'
import { createMint } from './mint.ts'

it('a sandbox that starts again on the same day gives other transaction numbers', () => {
  const [first, second] = [0.2, 0.7].map((drawn) =>
    createMint(
      () => START,
      () => drawn,
    ).syssn(),
  )
  assert.match(first ?? '', /^20251122\d{18}$/)
  assert.notEqual(first, second)
})
