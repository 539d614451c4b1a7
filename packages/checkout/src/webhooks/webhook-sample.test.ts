import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { it } from 'node:test'
import { Webhook } from 'standardwebhooks'

const page = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8')
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

it('answers 204 to what it handles, 400 to what Tael has not signed, 500 when it fails itself', async (t) => {
  const sample = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const source = sample
    .replace('createServer(', 'export const server = createServer(')
    .replace('process.env.WEBHOOK_SECRET', JSON.stringify(SECRET))
    .replace('.listen(3000)', ".listen(0, '127.0.0.1')")
    .replace(`'standardwebhooks'`, JSON.stringify(import.meta.resolve('standardwebhooks')))
  const { server } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    server: Server
  }
  t.after(() => server.close())
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const send = async (message: object, secret = SECRET): Promise<number> => {
    const body = JSON.stringify(message)
    const at = new Date()
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
    }
    const sent = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body })
    return sent.status
  }
  const paid = { type: 'payment.succeeded', data: { payment: { reference: 'order-1' } } }
  assert.equal(await send(paid), 204)
  assert.equal(await send({ type: 'payment.unheard_of' }), 204)
  assert.equal(await send(paid, 'whsec_YW5vdGhlciBzZWNyZXQgb2Ygc29tZWJvZHk='), 400)
  assert.equal(await send({ type: 'payment.succeeded' }), 500)
})
