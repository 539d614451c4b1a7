import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createSealing, SealError } from './sealed.ts'

const SECRET = 'a-secret-that-is-plainly-for-tests-only'
const NEXT_SECRET = 'the-next-secret-that-is-plainly-for-tests'
const CONTEXT = 'acc_1 client_key'
const sealing = createSealing([SECRET], randomBytes)

describe('a sealed value', () => {
  test('opens to what was sealed, and shows nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
        assert.equal(sealing.open(sealing.seal(plain, context), context), plain)
      }),
    )
    assert.ok(!sealing.seal('a client key', CONTEXT).includes('client key'))
  })

  test('is never the same twice', () => {
    assert.notEqual(sealing.seal('a client key', CONTEXT), sealing.seal('a client key', CONTEXT))
  })

  test('does not open for another owner', () => {
    const sealed = sealing.seal('a client key', CONTEXT)
    assert.throws(() => sealing.open(sealed, 'acc_2 client_key'), SealError)
  })

  test('does not open when any of its bits is flipped', () => {
    const sealed = sealing.seal('a client key', CONTEXT)
    const start = sealed.lastIndexOf('.') + 1
    const bytes = Buffer.from(sealed.slice(start), 'base64url')

    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const altered = sealed.slice(0, start) + flipped.toString('base64url')
      assert.throws(() => sealing.open(altered, CONTEXT), SealError, `bit ${bit}`)
    }
  })

  test('does not open when it is cut, or is something else', () => {
    const sealed = sealing.seal('', CONTEXT)
    for (const text of [
      '',
      'a client key',
      sealed.slice(0, -1),
      `${sealed}\n`,
      sealed.replace('v1', 'v2'),
    ]) {
      assert.throws(() => sealing.open(text, CONTEXT), SealError, text)
    }
  })

  test('reveals neither content nor owner if it fails', () => {
    const sealed = sealing.seal('a client key', CONTEXT)
    assert.throws(
      () => createSealing([NEXT_SECRET], randomBytes).open(sealed, CONTEXT),
      (error: Error) => !/client key|acc_1/.test(error.message),
    )
  })

  test('still opens after the secret is rolled, and says that it is time to seal it again', () => {
    const old = sealing.seal('a client key', CONTEXT)
    const rolled = createSealing([NEXT_SECRET, SECRET], randomBytes)

    assert.equal(rolled.open(old, CONTEXT), 'a client key')
    assert.equal(old.startsWith(rolled.mark), false)
    assert.equal(rolled.seal('a client key', CONTEXT).startsWith(rolled.mark), true)
    assert.throws(
      () => createSealing([NEXT_SECRET], randomBytes).open(old, CONTEXT),
      /older secret/,
    )
  })
})

describe('a keyed hash', () => {
  test('is the same for the same value, purpose and secret, and for nothing else', () => {
    const hash = sealing.keyedHash('openid-of-a-test', 'openid')

    assert.match(hash, /^[\w-]{43}$/)
    assert.equal(createSealing([SECRET], randomBytes).keyedHash('openid-of-a-test', 'openid'), hash)
    assert.notEqual(sealing.keyedHash('openid-of-a-test', 'api key'), hash)
    assert.notEqual(sealing.keyedHash('openid-of-another', 'openid'), hash)
    assert.notEqual(
      createSealing([NEXT_SECRET], randomBytes).keyedHash('openid-of-a-test', 'openid'),
      hash,
    )
  })

  test('is found again while the secret is rolled and afterwards, and meanwhile names its secret', () => {
    const [value, purpose] = ['openid-of-a-test', 'openid']
    const before = sealing.keyedHash(value, purpose)
    const rolled = createSealing([NEXT_SECRET, SECRET], randomBytes)
    const meanwhile = rolled.keyedHash(value, purpose)
    const after = createSealing([NEXT_SECRET], randomBytes)

    assert.ok(meanwhile.startsWith(rolled.mark))
    assert.ok(!before.startsWith(rolled.mark))
    assert.equal(rolled.keyedHashes(value, purpose)[0], meanwhile)
    assert.ok(rolled.keyedHashes(value, purpose).includes(before))
    assert.ok(after.keyedHashes(value, purpose).includes(meanwhile))
    assert.ok(!after.keyedHashes(value, purpose).includes(before))
    assert.equal(after.keyedHashes(value, purpose)[0], after.keyedHash(value, purpose))
  })
})

test('a short server secret is refused', () => {
  assert.throws(() => createSealing(['short'], randomBytes), /at least 32/)
  assert.throws(() => createSealing([SECRET, 'short'], randomBytes), SealError)
})
