import assert from 'node:assert/strict'
import { it } from 'node:test'
import { systemRandomBytes } from './system-random.ts'

it('random bytes are given out once, whatever sizes they are asked in', () => {
  const asked = Array.from({ length: 3_000 }, (_, number) => 8 + (number % 50))
  const given = [...asked, 10_000].map((size) => systemRandomBytes(size))
  assert.deepEqual(
    given.map(({ length }) => length),
    [...asked, 10_000],
  )
  assert.equal(new Set(given.map((bytes) => Buffer.from(bytes).toString('hex'))).size, given.length)
})
