import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, it } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { openTestCheckout, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'

describeOnDatabase('a checkout in a framework with its own request class', (database) => {
  let url: string
  let authorization: string
  const server = createServer()
  before(async () => {
    const checkout = openTestCheckout(database())
    authorization = `Bearer ${(await checkout.addAccount(TEST_ACCOUNT)).apiKey}`
    const listener = getRequestListener(checkout.fetch, { overrideGlobalObjects: false })
    server.on('request', (incoming, outgoing) => void listener(incoming, outgoing))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => server.close())

  it('accepts a request without a body', async () => {
    const response = await fetch(`${url}/v1/webhook_endpoints/whe_unknown`, {
      method: 'DELETE',
      headers: { authorization },
    })
    assert.equal(response.status, 404)
  })

  it('accepts a chunked body', async () => {
    const response = await fetch(`${url}/v1/payments`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: ReadableStream.from([
        Buffer.from('{"reference":"order-1",'),
        Buffer.from('"amount":1099,"currency":"HKD"}'),
      ]),
      duplex: 'half',
    })
    assert.equal(response.status, 201)
  })

  it('refuses a body that is too large, whether or not it says so in advance', async () => {
    const text = `{"reference":"${'x'.repeat(70_000)}"}`
    for (const body of [text, ReadableStream.from([Buffer.from(text)])]) {
      const response = await fetch(`${url}/v1/payments`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body,
        duplex: 'half',
      })
      assert.equal(response.status, 413)
    }
  })
})
