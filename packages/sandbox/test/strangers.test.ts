import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import {
  createClock,
  createSandbox,
  serveSandbox,
  type Sandbox,
  type SandboxServer,
} from '../src/index.ts'
import { ENQUIRIES } from './support/strangers/enquiry-clients.ts'
import { ORDERS } from './support/strangers/order-clients.ts'
import { CASHIERS, PAYERS, VISITS } from './support/strangers/payer-clients.ts'
import { REFUNDS } from './support/strangers/refund-clients.ts'
import { OF_WECHAT, OWN } from './support/strangers/wechat-clients.ts'
import {
  type Client,
  type Order,
  BRANCH,
  MERCHANT,
  hash,
  upper,
} from './support/strangers/write-request.ts'

/*
 * Clients that strangers have written, as their requests look on the wire. Host and credentials are the
 * sandbox's, everything else is theirs: headers, their order and letters, where the parameters stand and
 * how they are written, the hash. What each expects back is what it reads.
 */

describe('with host and credentials changed, and nothing else', () => {
  let sandbox: Sandbox
  let server: SandboxServer
  let orders = 0
  before(async () => {
    sandbox = createSandbox({
      merchants: [MERCHANT, BRANCH],
      clock: createClock({ startAt: Date.UTC(2025, 10, 22, 10, 30) }),
    })
    server = await serveSandbox({ sandbox, port: 0 })
  })
  after(async () => {
    await server.close()
    sandbox.close()
  })

  /** One test for each client; what it needs is there before it asks. */
  function table(what: string, clients: readonly Client[], begin: Beginning): void {
    describe(what, () => {
      for (const client of clients) {
        it(client.of, async () => {
          const order = await begin(client)
          const answer = await ask(client, order)
          assert.match(answer, client.reads)
          if (answer.includes('"respcd"')) assert.match(answer, /^[{].*"respcd": "0000"/m)
        })
      }
    })
  }

  table('an order is made by', ORDERS, beginOrder)
  table('an order is found by', ENQUIRIES, makeOrder)
  table('money is refunded for', REFUNDS, async (client) => {
    const order = await makeOrder(client)
    await sandbox.orders.pay({ outTradeNo: order.outTradeNo })
    return order
  })
  table('a payer is identified for', PAYERS, ({ from }) => Promise.resolve(withCode(from)))
  table('a payer is sent to WeChat by', VISITS, ({ from }) => Promise.resolve(withCode(from)))
  table('the page to pay on is opened by', CASHIERS, makeOrder)
  table('WeChat is asked by', OF_WECHAT, () =>
    Promise.resolve({ ...NO_ORDER, ...sandbox.authorize({ appid: OWN.appid }) }),
  )

  function withCode(from: Client['from']): Order {
    return { ...NO_ORDER, ...sandbox.authorize({ appCode: (from ?? MERCHANT).appCode }) }
  }

  async function beginOrder({ from }: Client): Promise<Order> {
    const order = withCode(from)
    const [, openid = ''] = /"openid": "([^"]+)"/.exec(await ask(oneOf(PAYERS, from), order)) ?? []
    return { ...order, openid, outTradeNo: `STRANGE${++orders}` }
  }

  async function makeOrder({ from }: Client): Promise<Order> {
    const order = await beginOrder({ ...oneOf(ORDERS, from) })
    const [, body = ''] = (await ask(oneOf(ORDERS, from), order)).split('\r\n\r\n')
    const { syssn, pay_params: payParams } = JSON.parse(body) as Made
    return { ...order, syssn, payParams }
  }

  /** What came back, whole; what is signed is signed by the bytes that were sent, under QFPay's name for it. */
  async function ask({ sends, from }: Client, order: Order): Promise<string> {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write(sends(order))
    const answer = (await text(socket)).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    if (body.includes('"respcd"')) {
      const [, sign = ''] = /\r\nX-QF-SIGN: (\w+)/.exec(head) ?? []
      assert.equal(sign, upper(hash('md5', body + (from ?? MERCHANT).clientKey)), answer)
    }
    return answer
  }
})

type Made = { readonly syssn: string; readonly pay_params: Order['payParams'] }
type Beginning = (client: Client) => Promise<Order>
const NO_ORDER: Order = { code: '', openid: '', outTradeNo: '', syssn: '', payParams: {} }

function oneOf(clients: readonly Client[], from: Client['from']): Client {
  const found = clients.find((client) => client.from === from)
  assert.ok(found)
  return found
}
