import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseConfig } from './config.ts'
import { VARIABLES } from './variables.ts'

const GOOD = {
  TAEL_PUBLIC_URL: 'https://pay.example.com',
  TAEL_SECRET: 'a-secret-of-thirty-two-characters-',
  DATABASE_URL: 'postgres://tael@127.0.0.1/tael',
}

describe('the configuration', () => {
  it('is read from the environment', () => {
    const parsed = parseConfig({ ...GOOD, PATH: '/bin' })
    assert.ok('config' in parsed)
    assert.deepEqual(parsed.config.database, { url: GOOD.DATABASE_URL })
    assert.equal(parsed.config.host, '127.0.0.1')
    assert.equal(parsed.config.port, 4000)
    assert.equal(parsed.config.allowsPrivateWebhooks, false)
  })

  it('reports all faults together, and never repeats a secret', () => {
    const parsed = parseConfig({
      TAEL_PUBLIC_URL: 'pay.example.com/',
      TAEL_SECRET: 'too-short',
      TAEL_OPERATOR_KEY: 'short',
      TAEL_PORT: 'http',
      TAEL_LOG: 'loud',
      TAEL_METRICS_PORT: '70000',
      TAEL_SECRETS: 'a typo',
      TAEL_ALLOW_PRIVATE_WEBHOOKS: 'yes',
      TAEL_DRAIN_SECONDS: '31',
      DATABASE_URL: 'mysql://root@127.0.0.1',
    })
    assert.ok('problems' in parsed)
    assert.equal(parsed.problems.length, 10)
    assert.doesNotMatch(parsed.problems.join(), /too-short|a typo/)
  })

  it('accepts an address below a path, and ignores a slash at its end', () => {
    const read = (TAEL_PUBLIC_URL: string) => parseConfig({ ...GOOD, TAEL_PUBLIC_URL })
    for (const [given, kept] of [
      ['https://shop.example.com/pay', 'https://shop.example.com/pay'],
      ['https://shop.example.com/pay/', 'https://shop.example.com/pay'],
      ['https://pay.example.com/', 'https://pay.example.com'],
    ] as const) {
      const parsed = read(given)
      assert.ok('config' in parsed, JSON.stringify(parsed))
      assert.equal(parsed.config.publicUrl, kept)
    }
    assert.ok('problems' in read('https://shop.example.com/pay?shop=1'))
  })

  it('ignores what Kubernetes says about Services called tael and tael-metrics', () => {
    const parsed = parseConfig({
      ...GOOD,
      TAEL_PORT: 'tcp://10.96.12.34:4000',
      TAEL_PORT_4000_TCP: 'tcp://10.96.12.34:4000',
      TAEL_PORT_4000_TCP_ADDR: '10.96.12.34',
      TAEL_SERVICE_HOST: '10.96.12.34',
      TAEL_SERVICE_PORT: '4000',
      TAEL_SERVICE_PORT_HTTP: '4000',
      TAEL_WEB_PORT: 'tcp://10.96.12.35:80',
      TAEL_WEB_SERVICE_HOST: '10.96.12.35',
      TAEL_METRICS_PORT: 'tcp://10.96.12.36:9464',
      TAEL_METRICS_SERVICE_HOST: '10.96.12.36',
    })
    assert.ok('config' in parsed, JSON.stringify(parsed))
    assert.equal(parsed.config.port, 4000)
    assert.equal(parsed.config.metricsPort, undefined)
  })

  const listening: readonly (readonly [Record<string, string>, string, number])[] = [
    [{ PORT: '8080' }, '0.0.0.0', 8080],
    [{ PORT: '8080', TAEL_HOST: '127.0.0.1' }, '127.0.0.1', 8080],
    [{ PORT: '8080', TAEL_PORT: '4001' }, '127.0.0.1', 4001],
    [{ PORT: '8080', TAEL_PORT: 'tcp://10.96.12.34:4000' }, '0.0.0.0', 8080],
    [{ PORT: '8080', TAEL_PORT: '', TAEL_HOST: '' }, '0.0.0.0', 8080],
    [{ PORT: '', TAEL_PORT: '', TAEL_HOST: '' }, '127.0.0.1', 4000],
  ]
  for (const [env, host, port] of listening) {
    it(`listens on ${host}:${port} with ${JSON.stringify(env)}`, () => {
      const parsed = parseConfig({ ...GOOD, ...env })
      assert.ok('config' in parsed)
      assert.equal(parsed.config.host, host)
      assert.equal(parsed.config.port, port)
    })
  }

  it('refuses port 0, which would be another one at each start', () => {
    for (const name of ['PORT', 'TAEL_PORT', 'TAEL_METRICS_PORT']) {
      assert.ok('problems' in parseConfig({ ...GOOD, [name]: '0' }), name)
    }
  })

  it('takes an empty variable for one that is not set, but for the address of the database', () => {
    const empty = Object.fromEntries(VARIABLES.map((name) => [name, '']))
    const parsed = parseConfig({ ...empty, ...GOOD })
    assert.deepEqual(parsed, parseConfig(GOOD))
    assert.ok('problems' in parseConfig({ ...GOOD, DATABASE_URL: '' }))
  })

  it('accepts fewer connections to the database, and refuses zero', () => {
    const parsed = parseConfig({ ...GOOD, TAEL_DATABASE_CONNECTIONS: '4' })
    assert.ok('config' in parsed)
    assert.deepEqual(parsed.config.database, { url: GOOD.DATABASE_URL, connections: 4 })
    assert.ok('problems' in parseConfig({ ...GOOD, TAEL_DATABASE_CONNECTIONS: '0' }))
  })

  it('accepts how many days things are kept, and refuses unsafe values', () => {
    const names = ['TAEL_NOTIFICATION_DAYS', 'TAEL_DELIVERY_DAYS', 'TAEL_EVENT_DAYS']
    const given = (days: readonly string[]) =>
      parseConfig({ ...GOOD, ...Object.fromEntries(names.map((name, at) => [name, days[at]])) })
    const parsed = given(['1', '7', '60'])
    assert.ok('config' in parsed)
    assert.deepEqual(parsed.config.daysKept, { notifications: 1, deliveries: 7, events: 60 })
    for (const days of [
      ['0', '6', '59'],
      ['-1', '7.5', '10000'],
    ]) {
      const refused = given(days)
      assert.ok('problems' in refused)
      assert.equal(refused.problems.length, 3, String(refused.problems))
    }
  })

  it('keeps the older secrets for what they sealed', () => {
    const older = 'an-older-secret-of-32-characters--'
    const parsed = parseConfig({ ...GOOD, TAEL_SECRET: `${GOOD.TAEL_SECRET},${older}` })
    assert.ok('config' in parsed)
    assert.deepEqual(parsed.config.secrets, [GOOD.TAEL_SECRET, older])
  })
})
