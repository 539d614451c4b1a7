import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  QfpayRateLimitError,
  QfpayRefusedError,
  QfpaySignatureError,
  signatureText,
  type QfpayOptions,
} from '@tael/qfpay'
import { ACCOUNTS, describeOnEachWire, type Gateway } from './gateway.ts'

const { appCode, clientKey, mchid } = ACCOUNTS.store
const WRONG_KEY = '5EC2E70000000000000000000000BAD0'

const MISTAKES: Readonly<Record<string, Partial<QfpayOptions>>> = {
  'a client key that is not the account’s': { clientKey: WRONG_KEY },
  'a client key that is not the account’s, by SHA256': { clientKey: WRONG_KEY, signType: 'SHA256' },
  'an app code that nobody has': { appCode: '5A4D00000000000000000000FFFFFFFF' },
  'the app code of another account': { appCode: ACCOUNTS.canadian.appCode },
  'a mchid though none was issued': { mchid },
  'no mchid though one was issued': { appCode, clientKey },
  'the mchid of another store': { appCode, clientKey, mchid: 'ZaMVg99999' },
}

/** What the gateway says was to be signed. */
function signedAtGateway({ sandbox }: Gateway): string | undefined {
  return sandbox.journal.list().findLast(({ step }) => step === 'Enquiry')?.signed?.string
}

describeOnEachWire('a refused signature', (gateway) => {
  for (const [mistake, options] of Object.entries(MISTAKES)) {
    it(`is reported with the text that was signed: ${mistake}`, async () => {
      const client = gateway().client({ ...options, rateLimit: false })
      const outTradeNo = 'A1|b*_~+%2F'
      await assert.rejects(client.enquire({ outTradeNo }), (error) => {
        assert.ok(error instanceof QfpaySignatureError, String(error))
        assert.equal(error.respcd, '1108')
        assert.equal(error.outcome, 'rejected')
        const signed = signatureText({
          ...(options.mchid !== undefined && { mchid: options.mchid }),
          out_trade_no: outTradeNo,
          page: '1',
          page_size: '100',
        })
        assert.ok(error.signedText?.startsWith(signed), error.signedText)
        for (const key of [WRONG_KEY, clientKey, ACCOUNTS.plain.clientKey]) {
          assert.ok(!JSON.stringify(error).includes(key) && !error.message.includes(key))
        }
        // An unknown app code is refused before anything is signed.
        const there = signedAtGateway(gateway())
        assert.ok(there === undefined || there.startsWith(signed), there)
        return true
      })
    })
  }

  it('is found by comparing the client’s text with the gateway’s', async () => {
    const client = gateway().client({ clientKey: WRONG_KEY })
    await assert.rejects(
      client.enquire({ from: gateway().clock.now(), to: gateway().clock.now() }),
      (error) => {
        assert.ok(error instanceof QfpaySignatureError)
        const text =
          'end_time=2026-03-02 12:00:00&page=1&page_size=100&start_time=2026-03-02 12:00:00'
        assert.ok(error.signedText?.startsWith(text))
        assert.equal(signedAtGateway(gateway()), `${text}‹client_key›`)
        return true
      },
    )
  })

  it('stops a payer at QFPay’s door when the OAuth address is signed with another key', async () => {
    const client = gateway().client({ clientKey: WRONG_KEY })
    const page = await gateway()
      .phone()
      .open(client.oauthUrl({ redirectUri: gateway().shop }))
    assert.match(page.text, /"respcd": "1108"/)
    assert.ok(page.url.startsWith(gateway().host))
  })

  it('on the gateway’s side makes the client disbelieve the answer', async () => {
    const client = gateway().client({ retries: 0 })
    gateway().sandbox.faults.add({ effect: { kind: 'garble', as: 'wrong-signature' } })
    await assert.rejects(client.enquire({ outTradeNo: 'A1' }), (error) => {
      assert.ok(error instanceof QfpaySignatureError)
      assert.equal(error.respcd, undefined)
      assert.equal(error.outcome, 'unknown')
      return true
    })
  })
})

describeOnEachWire('the limit of requests', (gateway) => {
  const ask = { outTradeNo: 'A1' } as const

  it('answers 429 to one request too many in a second', async () => {
    const client = gateway().client({ rateLimit: false, retries: 0 })
    await Promise.all(Array.from({ length: 100 }, () => client.enquire(ask)))
    await assert.rejects(client.enquire(ask), (error) => {
      assert.ok(error instanceof QfpayRateLimitError)
      assert.equal(error.httpStatus, 429)
      assert.equal(error.retryAfterMs, 1000)
      assert.equal(error.outcome, 'not-sent')
      return true
    })
    await gateway().clock.sleep(1000)
    await client.enquire(ask)
  })

  it('is waited out by a client that repeats', async () => {
    const client = gateway().client({ rateLimit: false })
    await Promise.all(Array.from({ length: 100 }, () => client.enquire(ask)))
    const before = gateway().clock.now()
    await client.enquire(ask)
    assert.ok(gateway().clock.now() >= before + 1000)
  })

  it('is 400 in a minute, and never reached by a client that counts', async () => {
    const client = gateway().client()
    const startedAt = gateway().clock.now()
    await Promise.all(Array.from({ length: 401 }, () => client.enquire(ask)))
    const statuses = gateway()
      .sandbox.journal.list()
      .map(({ status }) => status)
    assert.equal(statuses.length, 401)
    assert.equal(statuses.includes(429), false)
    const waitedMs = gateway().clock.now() - startedAt
    // More than a minute where a busy machine refused a connection, and the client tried again.
    assert.ok(waitedMs >= 60_000 && waitedMs < 120_000, `waited ${waitedMs} ms`)
  })

  it('is separate for each account', async () => {
    const busy = gateway().client({ rateLimit: false, retries: 0 })
    await Promise.all(Array.from({ length: 100 }, () => busy.enquire(ask)))
    await assert.rejects(busy.enquire(ask), QfpayRateLimitError)
    await gateway().client(ACCOUNTS.store).enquire(ask)
  })
})

describeOnEachWire('a refusal', (gateway) => {
  it('is read from an HTTP error as well as from 200', async () => {
    gateway().sandbox.settings.change({ businessErrorStatus: 400 })
    const asked = { syssn: '20260302', outTradeNo: 'R1', amount: 1 }
    const client = gateway().client()
    const refund = client.refund({ ...asked, requestedAt: gateway().clock.now() })
    await assert.rejects(refund, (error) => {
      assert.ok(error instanceof QfpayRefusedError)
      assert.equal(error.respcd, '1268')
      assert.equal(error.httpStatus, 400)
      return true
    })
  })
})
