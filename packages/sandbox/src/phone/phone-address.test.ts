import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hostInPhone, isShownInPhone, readPhoneHost, toPhone, toTrue } from './phone-address.ts'
import { LANGUAGES, type Language, PROFILES } from './profiles.ts'

const alice = { payer: 'alice', profile: 'ios', language: 'en' } as const
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/)
const origins = fc.oneof(
  fc.constantFrom(
    'http://localhost',
    'https://localhost',
    'http://[::1]:3000',
    'https://127.0.0.1:8443',
    'https://open.weixin.qq.com',
    'https://test-openapi-hk.qfapi.com',
    'https://o2.qfpay.com',
  ),
  fc.integer({ min: 1, max: 65535 }).map((port) => new URL(`http://127.0.0.1:${port}`).origin),
  fc.tuple(label, label).map(([a, b]) => `http://${a}.${b}.localhost:3000`),
)

test('every origin, payer, WeChat and language comes back out of its host name', () => {
  fc.assert(
    fc.property(
      origins,
      fc.oneof(label, fc.string({ minLength: 1, maxLength: 9 })),
      fc.constantFrom(...PROFILES),
      fc.constantFrom(...(Object.keys(LANGUAGES) as Language[])),
      (origin, payer, { name }, language) => {
        fc.pre(payer.isWellFormed() && isShownInPhone(new URL(origin)))
        const address = { origin, payer, profile: name, language }
        const host = hostInPhone(address)
        assert.equal(new URL(`http://${host}`).hostname, host)
        assert.deepEqual(readPhoneHost(host), address)
      },
    ),
  )
})

test('a host name is readable by people', () => {
  assert.equal(
    hostInPhone({ ...alice, origin: 'http://127.0.0.1:4000' }),
    '127-0-0-1-4000.ios--en.alice.wechat.localhost',
  )
})

test('a name that would lead off this machine is not an address of the phone', () => {
  const others = [
    'example-com-80.ios--en.alice.wechat.localhost',
    'example-com.ios--en.alice.wechat.localhost',
    '169-254-169-254-80.ios--en.alice.wechat.localhost',
    '127-0-0-1-4000.ios--en.alice.wechat.localhost.example.com',
    '127-0-0-1-4000.symbian--en.alice.wechat.localhost',
    '127-0-0-1-4000.ios--fr.alice.wechat.localhost',
    'wechat-localhost-4010.ios--en.alice.wechat.localhost',
    'wechat.localhost',
  ]
  for (const host of others) assert.equal(readPhoneHost(host), undefined, host)
})

test('a link to another site of this machine stays in the phone, one to the world does not', () => {
  const from = { ...alice, origin: 'http://127.0.0.1:4000' }
  const inside = (url: string): string => toPhone(new URL(url), from, '4010').href
  assert.equal(
    inside('https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1#wechat_redirect'),
    'http://open-weixin-qq-com.ios--en.alice.wechat.localhost:4010/connect/oauth2/authorize?appid=wx1#wechat_redirect',
  )
  assert.equal(
    inside('http://localhost:3000/a'),
    'http://localhost-3000.ios--en.alice.wechat.localhost:4010/a',
  )
  assert.equal(inside('https://example.com/a'), 'https://example.com/a')
})

test('no address of the phone is left in what a site receives', () => {
  const page = 'http://127-0-0-1-4000.ios--en.alice.wechat.localhost:4010/cart?a=1'
  assert.equal(toTrue(`{"url":"${page}"}`), '{"url":"http://127.0.0.1:4000/cart?a=1"}')
  assert.equal(
    toTrue(`redirect_uri=${encodeURIComponent(page)}&x=1`),
    `redirect_uri=${encodeURIComponent('http://127.0.0.1:4000/cart?a=1')}&x=1`,
  )
  const others = 'http://shop.wechat.localhost.example.com/ http://wechat.localhost:4010/'
  assert.equal(toTrue(others), others)
})
