import assert from 'node:assert/strict'
import { lookup } from 'node:dns/promises'
import { describe, it } from 'node:test'
import { networkOf } from '../platform/network-of.ts'
import { codeAt, stepOfCode, toBase32, authenticatorUri } from './one-time-code.ts'
import { isPassword, permissionsOf, toLogin, toName } from './operator.ts'
import { hashPassword, isPasswordOf } from './password.ts'
import { countTry, FREE_TRIES, type Tries } from './throttle.ts'

/** RFC 6238, appendix B: the secret is 12345678901234567890, the codes have eight digits there. */
const SECRET = Buffer.from('12345678901234567890')

describe('a one-time code', () => {
  it('is the one of RFC 6238', () => {
    const at = (seconds: number) => codeAt(SECRET, Math.floor(seconds / 30))
    assert.deepEqual([59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000].map(at), [
      '287082',
      '081804',
      '050471',
      '005924',
      '279037',
      '353130',
    ])
  })

  it('counts for its half-minute and those beside it, once', () => {
    const now = new Date(1_234_567_890_000)
    const step = Math.floor(1_234_567_890 / 30)
    const stepOf = (offset: number, usedStep?: number) =>
      stepOfCode(SECRET, codeAt(SECRET, step + offset), { now, usedStep })
    assert.deepEqual(
      [-2, -1, 0, 1, 2].map((offset) => stepOf(offset)),
      [undefined, step - 1, step, step + 1, undefined],
    )
    assert.equal(stepOf(0, step), undefined)
    assert.equal(stepOf(1, step), step + 1)
    assert.equal(stepOfCode(SECRET, '005 924', { now }), step)
    assert.equal(stepOfCode(SECRET, '', { now }), undefined)
  })

  it('reaches an app as every app reads it', () => {
    assert.equal(toBase32(SECRET), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    assert.equal(
      authenticatorUri(SECRET, { issuer: 'Tael pay.example.com', login: 'ada@example.com' }),
      'otpauth://totp/Tael%20pay.example.com:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tael%20pay.example.com',
    )
  })
})

describe('a password', () => {
  it('is long, has some variety, and does not contain the login', () => {
    const good = ['correct horse battery', 'twelve chars']
    const bad = ['short', 'ada@example.com 1', 'aaaaaaaaaaaaaaaa', 'x'.repeat(201)]
    assert.deepEqual(
      good.map((each) => isPassword(each, 'ada')),
      [true, true],
    )
    assert.deepEqual(
      bad.map((each) => isPassword(each, 'ada')),
      [false, false, false, false],
    )
  })

  it('is known by its hash, in whatever form its letters are written, and by no other', async () => {
    const hash = await hashPassword('café au lait', Buffer.from('a salt of sixteen'))
    assert.doesNotMatch(hash, /lait/)
    assert.equal(await isPasswordOf(hash, 'café au lait'), true)
    assert.equal(await isPasswordOf(hash, 'Café au lait'), false)
    assert.equal(await isPasswordOf(undefined, ''), false)
  })

  it('leaves threads for other work, however many are hashed together', async () => {
    let hashed = 0
    const all = Array.from({ length: 6 }, async () => {
      await hashPassword('a password', Buffer.alloc(16))
      hashed++
    })
    await lookup('localhost')
    assert.ok(hashed < 3, `${hashed} were first`)
    await Promise.all(all)
  })
})

describe('an operator', () => {
  it('has a login without spaces in lower case, and a name on one line', () => {
    assert.equal(toLogin(' Ada@Example.com '), 'ada@example.com')
    assert.equal(toLogin('ada lovelace'), undefined)
    assert.equal(toLogin('"><script>'), undefined)
    assert.equal(toName(' Ada \n Lovelace '), 'Ada Lovelace')
    assert.equal(toName(''), undefined)
  })

  it('may do, with each role, what the role before it allows, and more', () => {
    const all = (['read', 'refund', 'administer'] as const).map(permissionsOf)
    assert.deepEqual(
      all.map(({ length }) => length),
      [1, 3, 4],
    )
    assert.ok(all[0]?.every((each) => all[1]?.includes(each)))
    assert.ok(all[1]?.every((each) => all[2]?.includes(each)))
  })
})

describe('tries to sign in', () => {
  it('are free four times, then wait twice as long each, up to an hour, and are forgotten after a day', () => {
    let now = new Date('2026-03-02T04:00:00Z')
    let tries: Tries | undefined
    const waits: number[] = []
    for (let count = 0; count < 14; count++) {
      const next = countTry(tries, now, FREE_TRIES)
      assert.ok(next)
      tries = next
      const until = tries.blockedUntil ?? now
      waits.push((until.getTime() - now.getTime()) / 1000)
      if (until > now)
        assert.equal(countTry(tries, new Date(until.getTime() - 1), FREE_TRIES), undefined)
      now = until
    }
    assert.deepEqual(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
    now = new Date(now.getTime() + 25 * 60 * 60_000)
    assert.equal(countTry(tries, now, FREE_TRIES)?.count, 1)
  })
})

describe('the network of a client', () => {
  it('is an IPv4 address, or the first half of an IPv6 address', () => {
    assert.equal(networkOf('203.0.113.7'), '203.0.113.7')
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
    assert.equal(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:2:ffff::9'))
    assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
    assert.equal(networkOf(undefined), undefined)
  })
})
