import {
  type Client,
  type Order,
  type Pairs,
  BRANCH,
  CODE,
  FORM,
  MERCHANT,
  bytes,
  curled,
  encoded,
  message,
  raw,
  signed,
  upper,
} from './write-request.ts'

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

const MADE = /"pay_params": \{"package": "prepay_id=wx/

export const ORDERS: readonly Client[] = [
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
