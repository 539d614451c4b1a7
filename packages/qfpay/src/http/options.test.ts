import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createQfpayClient } from '../client.ts'
import { QfpayConfigurationError } from '../errors/errors.ts'
import { QFPAY_HOSTS, utcOffsetOf } from '../hosts.ts'
import { createWechatOauth } from '../operations/wechat-oauth.ts'
import { parseOptions, type QfpayOptions } from './options.ts'

const GOOD = { host: QFPAY_HOSTS.HK.production, appCode: 'A1B2C3', clientKey: 'SECRETKEY' }

function problemsOf(options: unknown): readonly string[] {
  try {
    createQfpayClient(options as QfpayOptions)
  } catch (error) {
    assert.ok(error instanceof QfpayConfigurationError)
    assert.equal(error.outcome, 'not-sent')
    return error.problems
  }
  return []
}

describe('options', () => {
  it('lists all faults together, and shows no value', () => {
    const problems = problemsOf({
      host: 'openapi-hk.qfapi.com',
      clientKey: 'SECRET KEY',
      signType: 'md5',
      mchId: 'x',
      utcOffset: '8',
      retries: -1,
      timeoutMs: 1.5,
      rateLimit: { perSecond: 100 },
    })
    assert.deepEqual(
      problems.map((problem) => problem.split(' ')[0]),
      [
        'appCode',
        'host',
        'clientKey',
        'signType',
        'mchId',
        'utcOffset',
        'retries',
        'timeoutMs',
        'rateLimit',
      ],
    )
    assert.equal(problems.join().includes('SECRET'), false)
  })

  it('refuses each malformed value', () => {
    const bad: [string, unknown][] = [
      ['host', 'ftp://x'],
      ['host', 'https://x/path'],
      ['host', 'https://u:p@x'],
      ['host', 'https://x/?a'],
      ['appCode', ''],
      ['appCode', 7],
      ['mchid', ''],
      ['mchid', 'x'.repeat(65)],
      ['cashierUrl', '/q/direct'],
      ['fetch', 1],
      ['clock', {}],
      ['random', 0.5],
      ['logger', {}],
      ['currencyScales', { JPY: 0.5 }],
      ['currencyScales', { XXX: 2 }],
      ['currencyScales', { JPY: 9 }],
      ['rateLimit', true],
      ['rateLimit', { perSecond: 0, perMinute: 1 }],
    ]
    for (const [name, value] of bad) {
      assert.match(problemsOf({ ...GOOD, [name]: value }).join(), new RegExp(`^${name} `))
    }
    assert.match(problemsOf(undefined).join(), /options are missing/)
  })

  it('accepts a host with a slash, a port or a sandbox on this machine', () => {
    for (const host of [
      'https://openapi-hk.qfapi.com/',
      'http://127.0.0.1:4010',
      'https://x:443',
    ]) {
      assert.deepEqual(problemsOf({ ...GOOD, host }), [])
    }
    assert.deepEqual(problemsOf({ ...GOOD, mchid: undefined, rateLimit: false }), [])
  })

  it('has a host for every region and environment, each an https origin', () => {
    const hosts = Object.values(QFPAY_HOSTS).flatMap((region) => Object.values(region))
    assert.equal(hosts.length, 22)
    for (const host of hosts) assert.deepEqual(problemsOf({ ...GOOD, host }), [])
    assert.equal(QFPAY_HOSTS.CA.production, 'https://openapi-sg.qfapi.com')
  })

  it('reads times in the zone of the host’s region, unless an option says otherwise', () => {
    const offsets = ['HK', 'CN', 'SG', 'JP', 'TH', 'ID', 'AE', 'EU'] as const
    assert.deepEqual(
      offsets.map((region) => utcOffsetOf(QFPAY_HOSTS[region].production)),
      ['+08:00', '+08:00', '+08:00', '+09:00', '+07:00', '+07:00', '+04:00', '+01:00'],
    )
    assert.equal(utcOffsetOf('https://test-openapi-db.qfapi.com'), '+04:00')
    assert.equal(utcOffsetOf('http://127.0.0.1:4010'), '+08:00')
    for (const same of ['https://openapi-jp.qfapi.com/', 'HTTPS://OpenAPI-JP.qfapi.com:443']) {
      assert.equal(utcOffsetOf(same), '+09:00')
    }
    const at = (options: object) => parseOptions({ ...GOOD, ...options }).offsetMs / 3_600_000
    assert.equal(at({ host: QFPAY_HOSTS.JP.production }), 9)
    assert.equal(at({ host: QFPAY_HOSTS.JP.production, utcOffset: '+08:00' }), 8)
  })

  it("checks the options of WeChat's OAuth in the same way", () => {
    assert.throws(
      () => createWechatOauth({ appid: 'wx1', secret: 'a b', apihost: 'x' } as never),
      (error) => error instanceof QfpayConfigurationError && error.problems.length === 2,
    )
  })
})
