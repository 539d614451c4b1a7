import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { createIds, ID_PREFIXES, parseId } from './ids.ts'

describe('an id', () => {
  test('carries its kind, the time, the version and the variant of a UUIDv7', () => {
    const clock = createHandClock(new Date(0x0123_4567_89ab))
    const newId = createIds({ clock, randomBytes: (size) => new Uint8Array(size).fill(0xff) })

    assert.equal(newId('pay'), 'pay_014d2pf2dbezzvzzzzzzzzzzzz')
  })

  test('is the TypeID that the specification shows for the same UUID', () => {
    const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'
    const clock = createHandClock(new Date(0x0189_0a5d_ac96))
    const counter = BigInt(`0x${uuid.slice(15, 18)}`)
    const tail = BigInt(`0x${uuid.slice(19).replace('-', '')}`) & ((1n << 62n) - 1n)
    const random = ((counter << 62n) | tail).toString(16).padStart(20, '0')
    const newId = createIds({ clock, randomBytes: () => Buffer.from(random, 'hex') })

    assert.equal(newId('pay'), 'pay_01h455vb4pex5vsknk084sn02q')
  })

  test('sorts after every id made before it, whatever the clock and the random bytes do', () => {
    const clockStep = fc.integer({ min: -5, max: 5 })
    const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
    fc.assert(
      fc.property(fc.array(fc.tuple(clockStep, tenBytes)), (moments) => {
        const now = { time: 1_000, bytes: new Uint8Array(10) }
        const newId = createIds({
          clock: { ...createHandClock(), now: () => new Date(now.time) },
          randomBytes: () => now.bytes,
        })
        const ids = moments.map(([step, bytes]) => {
          now.time += step
          now.bytes = bytes
          return newId('evt')
        })
        assert.deepEqual([...ids].sort(), ids)
        assert.equal(new Set(ids).size, ids.length)
      }),
    )
  })

  test('stays in order through ten thousand in one millisecond', () => {
    const newId = createIds({ clock: createHandClock(), randomBytes })
    const ids = Array.from({ length: 10_000 }, () => newId('att'))

    assert.deepEqual([...ids].sort(), ids)
    assert.equal(new Set(ids).size, ids.length)
  })

  test('is read back under its own kind only', () => {
    const newId = createIds({ clock: createHandClock(), randomBytes })
    for (const made of ID_PREFIXES) {
      const id = newId(made)
      for (const asked of ID_PREFIXES) {
        assert.equal(parseId(asked, id), made === asked ? id : undefined)
      }
    }
  })

  test('is refused when it is not as we write it', () => {
    const newId = createIds({ clock: createHandClock(), randomBytes })
    const id = newId('pay')
    const altered = [id.toUpperCase(), `${id}0`, id.slice(0, -1), ` ${id}`, `${id}\n`, 'pay_', '']
    // 130 bits, and the four letters that Crockford leaves out.
    const impossible = ['8', 'i', 'l', 'o', 'u'].map((first) => `pay_${first}${id.slice(5)}`)

    for (const text of [...altered, ...impossible])
      assert.equal(parseId('pay', text), undefined, text)
  })
})
