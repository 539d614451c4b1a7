import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import {
  createClock,
  createSandbox,
  DEMO,
  serveSandbox,
  type Sandbox,
  type SandboxServer,
} from '../src/index.ts'

/*
 * Clients that strangers have written, as their requests look on the wire. Host and credentials are the
 * sandbox's, everything else is theirs: headers, their order and letters, where the parameters stand and
 * how they are written, the hash. What each expects back is what it reads.
 */

const MERCHANT = DEMO.merchant
/** One to whom QFPay has issued a store id. */
const BRANCH = {
  name: 'Harbour Tea House, Stanley',
  appCode: '5A4D000000000000000000000000DE31',
  clientKey: '5EC2E700000000000000000000000001',
  mchids: ['STANLEY01'],
}
const OWN = DEMO.merchantAccount
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN'

type Pairs = readonly (readonly [string, string])[]
type Order = {
  readonly code: string
  readonly openid: string
  readonly outTradeNo: string
  readonly syssn: string
  readonly payParams: Readonly<Record<string, string>>
}
type Client = {
  readonly of: string
  /** The bytes of one request. */
  readonly sends: (order: Order) => string
  /** What it looks for in the answer. */
  readonly reads: RegExp
  readonly from?: typeof BRANCH
}

const hash = (algorithm: string, value: string): string =>
  createHash(algorithm).update(value).digest('hex')

/** As QFPay's samples do it: sorted by name, and as they are, not as they are written on the wire. */
function signed(pairs: Pairs, key: string = MERCHANT.clientKey, algorithm = 'md5'): string {
  const sorted = pairs.map(([name, value]) => `${name}=${value}`).sort()
  return hash(algorithm, sorted.join('&') + key)
}

function encoded(pairs: Pairs, blank: '+' | '%20' = '+'): string {
  return pairs
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%20', blank)}`)
    .join('&')
}

const raw = (pairs: Pairs): string => pairs.map((pair) => pair.join('=')).join('&')
const bytes = (body: string): number => Buffer.byteLength(body)

function message(line: string, headers: readonly string[], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, 'Connection: close', '', body].join(
    '\r\n',
  )
}

/** In the order in which the samples of QFPay's page have it. */
function orderOf({ outTradeNo, openid }: Order): Pairs {
  return [
    ['txamt', '1099'],
    ['txcurrcd', 'HKD'],
    ['pay_type', '800207'],
    ['out_trade_no', outTradeNo],
    ['txdtm', '2025-11-22 18:30:00'],
    ['sub_openid', openid],
  ]
}

const FORM = 'Content-Type: application/x-www-form-urlencoded'
const CODE = `X-QF-APPCODE: ${MERCHANT.appCode}`
const BOUNDARY = '------------------------d74496d66958873e'
const MADE = /"pay_params": \{"package": "prepay_id=wx/
const FOUND = /"data": \[/
const REFUNDED = /"orig_syssn": "\d/
const KNOWN = /"openid": "o/
const SENT_ON = /^HTTP\/1\.1 302 Found[\s\S]*\r\nLocation: \/connect\/oauth2\/authorize\?/

const upper = (value: string): string => value.toUpperCase()

function curled(path: string, pairs: Pairs, headers: readonly string[]): string {
  const parts = pairs.map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const body = `${parts.join('')}--${BOUNDARY}--\r\n`
  const own = [
    'Accept: */*',
    ...headers,
    `Content-Length: ${bytes(body)}`,
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    'Expect: 100-continue',
  ]
  return message(`POST ${path}`, own, body)
}

const ORDERS: readonly Client[] = [
  {
    of: 'QFPay’s Python sample of JSAPI: everything in the query, an empty body',
    reads: MADE,
    sends(order) {
      const pairs = orderOf(order)
      return message(`POST /trade/v1/payment?${encoded(pairs)}`, [
        'User-Agent: python-requests/2.32.3',
        'Accept-Encoding: gzip, deflate',
        'Accept: */*',
        CODE,
        `X-QF-SIGN: ${upper(signed(pairs))}`,
        'Content-Length: 0',
      ])
    },
  },
  {
    of: 'QFPay’s PHP sample: a body as it was signed, with a blank in it',
    reads: MADE,
    sends(order) {
      const body = raw(orderOf(order))
      return message(
        'POST /trade/v1/payment',
        [
          'Accept: */*',
          CODE,
          `X-QF-SIGN: ${upper(signed(orderOf(order)))}`,
          `Content-Length: ${bytes(body)}`,
          FORM,
        ],
        body,
      )
    },
  },
  {
    of: 'QFPay’s Java sample: a body without a type, what Java says that it accepts, Chinese as it is',
    reads: MADE,
    sends(order) {
      const pairs: Pairs = [...orderOf(order), ['goods_name', '鐵觀音']]
      const body = raw(pairs)
      return message(
        'POST /trade/v1/payment',
        [
          CODE,
          `X-QF-SIGN: ${upper(signed(pairs, MERCHANT.clientKey, 'sha256'))}`,
          'X-QF-SIGNTYPE: SHA256',
          'User-Agent: Java/1.8.0_392',
          'Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
          `Content-Length: ${bytes(body)}`,
        ],
        body,
      )
    },
  },
  {
    of: 'Java with HttpClient: a charset beside the type',
    reads: MADE,
    sends(order) {
      const pairs: Pairs = [['goods_name', '鐵觀音 特級'], ...orderOf(order)]
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/payment',
        [
          CODE,
          `X-QF-SIGN: ${upper(signed(pairs))}`,
          `Content-Length: ${bytes(body)}`,
          `${FORM}; charset=UTF-8`,
          'User-Agent: Apache-HttpClient/4.5.14 (Java/1.8.0_392)',
          'Accept-Encoding: gzip,deflate',
        ],
        body,
      )
    },
  },
  {
    of: 'older samples for Node: a hash in small letters, and the blank as %20',
    reads: MADE,
    sends(order) {
      const body = encoded(orderOf(order), '%20')
      return message(
        'POST /trade/v1/payment',
        [CODE, `X-QF-SIGN: ${signed(orderOf(order))}`, FORM, `content-length: ${bytes(body)}`],
        body,
      )
    },
  },
  {
    of: 'Node’s fetch: all names in small letters, SHA-256, a body in chunks',
    reads: MADE,
    sends(order) {
      const pairs = orderOf(order)
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/payment',
        [
          'accept: */*',
          'accept-language: *',
          'sec-fetch-mode: cors',
          'user-agent: node',
          `x-qf-appcode: ${MERCHANT.appCode}`,
          `x-qf-sign: ${signed(pairs, MERCHANT.clientKey, 'sha256')}`,
          'x-qf-signtype: sha256',
          'content-type: application/x-www-form-urlencoded;charset=UTF-8',
          'transfer-encoding: chunked',
        ],
        `${bytes(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      )
    },
  },
  {
    of: 'a slim client for Go: names in Go’s letters, sorted by pair, MD5 said aloud',
    reads: MADE,
    sends(order) {
      const pairs = orderOf(order)
      const body = [...pairs.map((pair) => encoded([pair]))].sort().join('&')
      return message(
        'POST /trade/v1/payment',
        [
          'User-Agent: Go-http-client/1.1',
          `Content-Length: ${bytes(body)}`,
          FORM,
          `X-Qf-Appcode: ${MERCHANT.appCode}`,
          `X-Qf-Sign: ${upper(signed(pairs))}`,
          'X-Qf-Signtype: MD5',
          'Accept-Encoding: gzip',
        ],
        body,
      )
    },
  },
  {
    of: 'PHP that hands an array to curl: multipart, Expect: 100-continue',
    reads: MADE,
    sends(order) {
      const sign = upper(signed(orderOf(order)))
      return curled('/trade/v1/payment', orderOf(order), [CODE, `X-QF-SIGN: ${sign}`])
    },
  },
  {
    of: 'a class for PHP: the hash also in the body',
    reads: MADE,
    sends(order) {
      const sign = upper(signed(orderOf(order)))
      const pairs: Pairs = [...orderOf(order), ['sign', sign]]
      return curled('/trade/v1/payment', pairs, [CODE, `X-QF-SIGN: ${sign}`])
    },
  },
  {
    of: 'a library of the first years: signs neither sign, sign_type nor what is empty, and sends them',
    reads: MADE,
    sends(order) {
      const sign = upper(signed(orderOf(order)))
      const pairs: Pairs = [
        ...orderOf(order),
        ['goods_name', ''],
        ['sign_type', 'MD5'],
        ['sign', sign],
      ]
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/payment',
        [
          'Accept-Encoding: identity',
          `Content-Length: ${bytes(body)}`,
          'X-qf-sign: ' + sign,
          `X-qf-appcode: ${MERCHANT.appCode}`,
          'X_qf_mchcode: ',
          'User-Agent: Python-urllib/2.7',
          FORM,
        ],
        body,
      )
    },
  },
  {
    of: 'a sample of 2019: an empty mchid, signed',
    reads: MADE,
    sends(order) {
      const pairs: Pairs = [...orderOf(order), ['mchid', '']]
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/payment',
        [CODE, `X-QF-SIGN: ${upper(signed(pairs))}`, FORM, `Content-Length: ${bytes(body)}`],
        body,
      )
    },
  },
  {
    of: 'an old client that posts its appcode too, and signs it',
    reads: MADE,
    sends(order) {
      const pairs: Pairs = [['appcode', MERCHANT.appCode], ...orderOf(order)]
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/payment',
        [CODE, `X-QF-SIGN: ${upper(signed(pairs))}`, FORM, `Content-Length: ${bytes(body)}`],
        body,
      )
    },
  },
  {
    of: 'a branch: the mchid in the query, the rest in the body',
    from: BRANCH,
    reads: MADE,
    sends(order) {
      const mchid: Pairs = [['mchid', 'STANLEY01']]
      const body = encoded(orderOf(order))
      return message(
        `POST /trade/v1/payment?${encoded(mchid)}`,
        [
          `X-QF-APPCODE: ${BRANCH.appCode}`,
          `X-QF-SIGN: ${upper(signed([...orderOf(order), ...mchid], BRANCH.clientKey))}`,
          FORM,
          `Content-Length: ${bytes(body)}`,
        ],
        body,
      )
    },
  },
  {
    of: 'a plugin of the 2017 documents: tells its zone, its place and how long the order is good',
    reads: MADE,
    sends(order) {
      const pairs: Pairs = [
        ...orderOf(order),
        ['txzone', '+0800'],
        ['valid_time', '600'],
        ['lnglat', '114.19 22.28'],
        ['product_name', 'Tea'],
      ]
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/payment',
        [CODE, `X-QF-SIGN: ${upper(signed(pairs))}`, FORM, `Content-Length: ${bytes(body)}`],
        body,
      )
    },
  },
  {
    of: 'a client behind an old proxy: HTTP/1.0',
    reads: MADE,
    sends(order) {
      const body = encoded(orderOf(order))
      const head = [CODE, `X-QF-SIGN: ${upper(signed(orderOf(order)))}`, FORM]
      return [
        'POST /trade/v1/payment HTTP/1.0',
        'Host: 127.0.0.1',
        ...head,
        `Content-Length: ${bytes(body)}`,
        '',
        body,
      ].join('\r\n')
    },
  },
]

/** Asked of an order that is there. */
const ENQUIRIES: readonly Client[] = [
  {
    of: 'a controller for PHP that asks by GET, its number as it is, no User-Agent',
    reads: FOUND,
    sends({ outTradeNo }) {
      const sign = upper(signed([['out_trade_no', outTradeNo]]))
      const head = ['Accept: */*', CODE, `X-QF-SIGN: ${sign}`]
      return message(`GET /trade/v1/query?out_trade_no=${outTradeNo}`, head)
    },
  },
  {
    of: 'Postman: its headers, a hash in small letters',
    reads: FOUND,
    sends({ outTradeNo }) {
      const pairs: Pairs = [
        ['out_trade_no', `${outTradeNo},none`],
        ['page_size', '100'],
      ]
      const body = encoded(pairs, '%20')
      return message(
        'POST /trade/v1/query',
        [
          CODE,
          `X-QF-SIGN: ${signed(pairs)}`,
          FORM,
          'User-Agent: PostmanRuntime/7.43.0',
          'Accept: */*',
          'Cache-Control: no-cache',
          'Postman-Token: 0b9d9a51-3a7e-4b0f-9d3a-3f6f0a2f8f10',
          'Accept-Encoding: gzip, deflate, br',
          `Content-Length: ${bytes(body)}`,
        ],
        body,
      )
    },
  },
  {
    of: 'a gateway for Omnipay: all that is paid, and looks for its own among them',
    from: BRANCH,
    reads: FOUND,
    sends() {
      const pairs: Pairs = [
        ['mchid', 'STANLEY01'],
        ['respcd', '0000'],
      ]
      const sign = upper(signed(pairs, BRANCH.clientKey))
      const body = encoded([...pairs, ['sign', sign]])
      return message(
        'POST /trade/v1/query',
        [
          `X-QF-APPCODE: ${BRANCH.appCode}`,
          `X-QF-SIGN: ${sign}`,
          'Content-type:application/x-www-form-urlencoded;charset=UTF-8',
          `Content-Length: ${bytes(body)}`,
        ],
        body,
      )
    },
  },
  {
    of: 'a point of sale: MD5 said aloud, by its number and a month',
    reads: FOUND,
    sends({ outTradeNo }) {
      const pairs: Pairs = [
        ['out_trade_no', outTradeNo],
        ['start_time', '2025-11-01 00:00:00'],
        ['end_time', '2025-11-30 23:59:59'],
      ]
      const body = encoded(pairs)
      return message(
        'POST /trade/v1/query',
        [
          CODE,
          `X-QF-SIGN: ${upper(signed(pairs))}`,
          'X-QF-SIGNTYPE: MD5',
          FORM,
          `Content-Length: ${bytes(body)}`,
        ],
        body,
      )
    },
  },
]

const REFUNDS: readonly Client[] = [
  {
    of: 'a connector for .NET: SHA-256, sorted, a number of its own',
    reads: REFUNDED,
    sends({ syssn, outTradeNo }) {
      const pairs: Pairs = [
        ['out_trade_no', `${outTradeNo}R`],
        ['syssn', syssn],
        ['txamt', '500'],
        ['txdtm', '2025-11-22 19:00:00'],
        ['udid', 'POS-7'],
      ]
      const body = encoded(pairs)
      const head = [
        CODE,
        `X-QF-SIGN: ${upper(signed(pairs, MERCHANT.clientKey, 'sha256'))}`,
        'X-QF-SIGNTYPE: SHA256',
        FORM,
        `Content-Length: ${bytes(body)}`,
        'Expect: 100-continue',
      ]
      return message('POST /trade/v1/refund', head, body)
    },
  },
  {
    of: 'QFPay’s Python sample: everything in the body, and a mchid that was left empty',
    reads: REFUNDED,
    sends({ syssn, outTradeNo }) {
      const pairs: Pairs = [
        ['txamt', '1099'],
        ['syssn', syssn],
        ['out_trade_no', `${outTradeNo}R`],
        ['txdtm', '2025-11-22 19:00:00'],
        ['udid', ''],
        ['mchid', ''],
      ]
      const body = encoded(pairs)
      const head = [
        'User-Agent: python-requests/2.32.3',
        'Accept-Encoding: gzip, deflate',
        'Accept: */*',
        CODE,
        `X-QF-SIGN: ${upper(signed(pairs))}`,
        `Content-Length: ${bytes(body)}`,
        FORM,
      ]
      return message('POST /trade/v1/refund', head, body)
    },
  },
]

const PAYERS: readonly Client[] = [
  {
    of: 'pages for .NET: the code as it came',
    reads: KNOWN,
    sends({ code }) {
      const sign = upper(signed([['code', code]]))
      const head = [CODE, `X-QF-SIGN: ${sign}`]
      return message(`GET /tool/v1/get_weixin_openid?code=${code}`, head)
    },
  },
  {
    of: 'a PHP client that posts to get_weixin_openid: an empty array, the code in the query',
    reads: KNOWN,
    sends({ code }) {
      const head = [
        'Accept: */*',
        CODE,
        `X-QF-SIGN: ${upper(signed([['code', code]]))}`,
        'Content-Length: 0',
      ]
      return message(`POST /tool/v1/get_weixin_openid?code=${code}`, head)
    },
  },
  {
    of: 'a client that posts the code as multipart',
    reads: KNOWN,
    sends({ code }) {
      const pairs: Pairs = [['code', code]]
      const sign = upper(signed(pairs))
      return curled('/tool/v1/get_weixin_openid', pairs, [CODE, `X-QF-SIGN: ${sign}`])
    },
  },
  {
    of: 'a branch that sends its mchid with the code',
    from: BRANCH,
    reads: KNOWN,
    sends({ code }) {
      const pairs: Pairs = [
        ['code', code],
        ['mchid', 'STANLEY01'],
      ]
      const sign = upper(signed(pairs, BRANCH.clientKey))
      const head = [`X-QF-APPCODE:${BRANCH.appCode}`, `X-QF-SIGN:${sign}`]
      return message(`GET /tool/v1/get_weixin_openid?${raw(pairs)}`, head)
    },
  },
]

const VISITS: readonly Client[] = [
  {
    of: 'a shop that signs its redirect_uri and joins it as it is',
    reads: SENT_ON,
    sends() {
      const pairs: Pairs = [
        ['app_code', MERCHANT.appCode],
        ['redirect_uri', 'https://shop.example.com/wxredirect?showwxpaytitle=1'],
      ]
      const query = raw([...pairs, ['sign', upper(signed(pairs))]])
      return message(`GET /tool/v1/get_weixin_oauth_code?${query}`, [`User-Agent: ${PHONE}`])
    },
  },
  {
    of: 'a branch that writes app_code, redirect_uri, mchid in its own order',
    from: BRANCH,
    reads: SENT_ON,
    sends() {
      const pairs: Pairs = [
        ['app_code', BRANCH.appCode],
        ['redirect_uri', 'http://shop.example.com/pay/openid'],
        ['mchid', 'STANLEY01'],
      ]
      const query = encoded([...pairs, ['sign', upper(signed(pairs, BRANCH.clientKey))]])
      return message(`GET /tool/v1/get_weixin_oauth_code?${query}`, [`User-Agent: ${PHONE}`])
    },
  },
]

/** QFPay's page of the payment: any visitor has come from an order. */
const CASHIERS: readonly Client[] = [
  {
    of: 'clients of 2017: a package whose = is bare, no currency',
    reads: /200 OK[\s\S]*HKD 10\.99/,
    sends(order) {
      const query = `mchntnm=Tea&txamt=1099&goods_name=&redirect_url=https%3A%2F%2Fshop.example.com%2Fdone&${raw(payParamsOf(order))}`
      return message(`GET /q/direct?${query}`, [`User-Agent: ${PHONE}`])
    },
  },
  {
    of: 'QFPay’s own sample: a redirect_url without https://',
    reads: /200 OK[\s\S]*data-return="http:\/\/www\.example\.com"/,
    sends(order) {
      const query = `${encoded(payParamsOf(order))}&mchntnm=%E8%8C%B6&txamt=1099&currency=HKD&redirect_url=www.example.com`
      return message(`GET /q/direct?${query}`, [`User-Agent: ${PHONE}`])
    },
  },
]

function payParamsOf({ payParams }: Order): Pairs {
  return Object.entries(payParams)
}

const OF_WECHAT: readonly Client[] = [
  {
    of: 'a library that puts the secret first',
    reads: /"openid":"o/,
    sends({ code }) {
      const query = `secret=${OWN.secret}&grant_type=authorization_code&code=${code}&appid=${OWN.appid}`
      return message(`GET /sns/oauth2/access_token?${query}`, ['Accept: application/json'])
    },
  },
  {
    of: 'a library that asks for the stable token',
    reads: /"access_token":".*"expires_in":7200/,
    sends() {
      const body = JSON.stringify({
        grant_type: 'client_credential',
        appid: OWN.appid,
        secret: OWN.secret,
        force_refresh: false,
      })
      const head = ['Content-Type: application/json', `Content-Length: ${bytes(body)}`]
      return message('POST /cgi-bin/stable_token', head, body)
    },
  },
  {
    of: 'a library whose code is spent, and that looks at errcode alone',
    reads: /"errcode":40029/,
    sends() {
      const query = `appid=${OWN.appid}&secret=${OWN.secret}&code=none&grant_type=authorization_code`
      return message(`GET /sns/oauth2/access_token?${query}`, [])
    },
  },
]

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
  table('money goes back for', REFUNDS, async (client) => {
    const order = await makeOrder(client)
    await sandbox.orders.pay({ outTradeNo: order.outTradeNo })
    return order
  })
  table('a payer is known to', PAYERS, ({ from }) => Promise.resolve(withCode(from)))
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
