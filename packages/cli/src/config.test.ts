import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseConfig } from './config.ts'

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

  it('says everything that is wrong at once, and never repeats a secret', () => {
    const parsed = parseConfig({
      TAEL_PUBLIC_URL: 'pay.example.com/',
      TAEL_SECRET: 'too-short',
      TAEL_OPERATOR_KEY: 'short',
      TAEL_PORT: 'http',
      TAEL_LOG: 'loud',
      TAEL_SECRETS: 'a typo',
      TAEL_ALLOW_PRIVATE_WEBHOOKS: 'yes',
      DATABASE_URL: 'mysql://root@127.0.0.1',
    })
    assert.ok('problems' in parsed)
    assert.equal(parsed.problems.length, 8)
    assert.doesNotMatch(parsed.problems.join(), /too-short|a typo/)
  })

  it('keeps the older secrets for what they sealed', () => {
    const older = 'an-older-secret-of-32-characters--'
    const parsed = parseConfig({ ...GOOD, TAEL_SECRET: `${GOOD.TAEL_SECRET},${older}` })
    assert.ok('config' in parsed)
    assert.deepEqual(parsed.config.secrets, [GOOD.TAEL_SECRET, older])
  })
})
