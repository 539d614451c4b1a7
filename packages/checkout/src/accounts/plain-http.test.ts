import assert from 'node:assert/strict'
import { it } from 'node:test'
import { TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { accountProblems } from './account-settings.ts'

const WECHAT = { appid: 'wx1', secret: 'secret' }

const members = (problems: readonly string[]): readonly string[] =>
  problems.map((problem) => problem.slice(0, problem.indexOf(':')))

it('an account may use plain http for a host on this machine, and for no other', () => {
  const problems = (url: string, more: object = {}) =>
    members(
      accountProblems({
        ...TEST_ACCOUNT,
        host: url,
        cashier_url: `${url}/q/direct`,
        wechat: { ...WECHAT, authorize_host: url, api_host: url },
        ...more,
      }),
    )
  const all = ['host', 'cashier_url', 'wechat.authorize_host', 'wechat.api_host']
  for (const url of [
    'http://openapi-hk.qfapi.com',
    'http://10.0.0.7:4010',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://notlocalhost',
  ]) {
    assert.deepEqual(problems(url), all, url)
    assert.deepEqual(problems(url, { plain_http: true }), [], url)
  }
  for (const url of [
    'https://openapi-hk.qfapi.com',
    'http://127.0.0.1:4010',
    'http://localhost:4010',
    'http://pay.localhost:4010',
    'http://[::1]:4010',
  ]) {
    assert.deepEqual(problems(url), [], url)
  }
})

it('says what is wrong with plain http, and how to allow it', () => {
  const [problem] = accountProblems({ ...TEST_ACCOUNT, host: 'http://gateway.example.com' })
  assert.match(problem ?? '', /^host: must begin with https:.*"plain_http": true/)
})
