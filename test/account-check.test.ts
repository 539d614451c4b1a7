import assert from 'node:assert/strict'
import { beforeEach, it } from 'node:test'
import type { NewAccount } from '@tael/checkout'
import { createSandbox, DEMO } from '@tael/sandbox'
import {
  callApi,
  OPERATOR_KEY,
  openTestCheckout,
  PUBLIC_URL,
  TEST_ACCOUNT,
} from '../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'

const PRODUCTION = 'https://openapi-hk.qfapi.com'
const LIVE_TESTING = 'https://test-openapi-hk.qfapi.com'
const WECHAT = 'https://api.weixin.qq.com'
const { appCode, clientKey } = DEMO.merchant
const RIGHT: NewAccount = {
  ...TEST_ACCOUNT,
  host: PRODUCTION,
  app_code: appCode,
  client_key: clientKey,
}

type Server = { fetch: (request: Request) => Promise<Response> }

const served =
  (server: Server) =>
  (request: Request): Promise<Response> =>
    server.fetch(request)

type Found = Readonly<Record<string, string>>

describeOnDatabase("the check of an account's credentials", (database) => {
  /** Which hosts answer; the others are not there. */
  let hosts: Map<string, (request: Request) => Promise<Response>>
  beforeEach(() => {
    const answer = served(createSandbox())
    hosts = new Map([
      [PRODUCTION, answer],
      [WECHAT, answer],
    ])
  })

  const checkAll = async (
    account: NewAccount,
    publicUrl = PUBLIC_URL,
  ): Promise<{ found: Found; said: Found }> => {
    const network: typeof fetch = async (input, init) => {
      const request = new Request(input, init)
      const host = hosts.get(new URL(request.url).origin)
      if (host === undefined) throw new TypeError('fetch failed')
      return host(request)
    }
    const checkout = openTestCheckout(database(), { fetch: network, publicUrl })
    hosts.set(publicUrl, checkout.fetch)
    const { accountId } = await checkout.addAccount(account)
    const { status, body } = await callApi(checkout, {
      method: 'POST',
      path: `/v1/accounts/${accountId}/check`,
      key: OPERATOR_KEY,
    })
    assert.equal(status, 200)
    assert.equal(body.notification_url, `${publicUrl}/notifications/${accountId}`)
    assert.ok(!JSON.stringify(body).includes(account.client_key), 'the answer shows no key')
    const checks = body.checks as readonly Record<'what' | 'status' | 'message', string>[]
    return {
      found: {
        all: body.status,
        ...Object.fromEntries(checks.map(({ what, status: one }) => [what, one])),
      },
      said: Object.fromEntries(checks.map(({ what, message }) => [what, message])),
    }
  }

  it('passes where QFPay accepts the signature and this server is reached', async () => {
    assert.deepEqual((await checkAll(RIGHT)).found, {
      all: 'passed',
      host: 'passed',
      credentials: 'passed',
      public_url: 'passed',
    })
  })

  it('fails with a wrong client_key, and says what to compare', async () => {
    const { found, said } = await checkAll({ ...RIGHT, client_key: TEST_ACCOUNT.client_key })
    assert.equal(found['all'], 'failed')
    assert.equal(found['credentials'], 'failed')
    assert.match(said['credentials'] ?? '', /Compare host, app_code, client_key/)
  })

  it('finds the one setting that is wrong: an mchid too many, or the other host', async () => {
    const tooMany = await checkAll({ ...RIGHT, mchid: 'ZaMVg12345' })
    assert.equal(tooMany.found['credentials'], 'failed')
    assert.match(
      tooMany.said['credentials'] ?? '',
      /QFPay accepts the same credentials without an mchid/,
    )

    const elsewhere = createSandbox({ appCode: TEST_ACCOUNT.app_code, clientKey: 'another-key' })
    hosts.set(LIVE_TESTING, hosts.get(PRODUCTION) ?? served(elsewhere))
    hosts.set(PRODUCTION, served(elsewhere))
    const other = await checkAll(RIGHT)
    assert.match(
      other.said['credentials'] ?? '',
      /the same credentials at https:\/\/test-openapi-hk/,
    )
  })

  it('fails at a port that QFPay does not notify, but for tries on this machine', async () => {
    const { found, said } = await checkAll(RIGHT, 'https://pay.example.com:8443')
    assert.partialDeepStrictEqual(found, { all: 'failed', public_url: 'failed' })
    assert.match(said['public_url'] ?? '', /only the ports 80 and 443/)
    for (const allowed of ['http://pay.example.com:443', 'http://127.0.0.1:4000']) {
      assert.equal((await checkAll(RIGHT, allowed)).found['public_url'], 'passed')
    }
  })

  it('warns of hosts that settle nothing', async () => {
    hosts.set(LIVE_TESTING, hosts.get(PRODUCTION) ?? (() => assert.fail()))
    const { found, said } = await checkAll({ ...RIGHT, host: LIVE_TESTING })
    assert.partialDeepStrictEqual(found, { host: 'failed', credentials: 'passed' })
    assert.match(said['host'] ?? '', /never settles/)
  })

  it('concludes nothing from silence', async () => {
    hosts.delete(PRODUCTION)
    const { found } = await checkAll(RIGHT)
    assert.partialDeepStrictEqual(found, { all: 'unknown', credentials: 'unknown' })
  })

  it('asks WeChat about an Official Account, with a code that WeChat never gave', async () => {
    const { appid, secret } = DEMO.merchantAccount
    const own = { ...RIGHT, flow: 'own-account' } as const
    const verification_file = 'MP_verify_AbCd1234EfGh5678.txt'
    const right = await checkAll({ ...own, wechat: { appid, secret, verification_file } })
    assert.deepEqual(right.found, {
      all: 'passed',
      host: 'passed',
      credentials: 'passed',
      official_account: 'passed',
      verification_file: 'passed',
      public_url: 'passed',
    })
    const wrong = await checkAll({ ...own, wechat: { appid, secret: 'another-secret' } })
    assert.equal(wrong.found['official_account'], 'failed')
    hosts.delete(WECHAT)
    const gone = await checkAll({ ...own, wechat: { appid, secret } })
    assert.equal(gone.found['official_account'], 'unknown')
  })
})
