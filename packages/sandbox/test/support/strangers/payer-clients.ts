import {
  type Client,
  type Order,
  type Pairs,
  BRANCH,
  CODE,
  MERCHANT,
  PHONE,
  curled,
  encoded,
  message,
  raw,
  signed,
  upper,
} from './write-request.ts'

const KNOWN = /"openid": "o/
const SENT_ON = /^HTTP\/1\.1 302 Found[\s\S]*\r\nLocation: \/connect\/oauth2\/authorize\?/

export const PAYERS: readonly Client[] = [
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

export const VISITS: readonly Client[] = [
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
export const CASHIERS: readonly Client[] = [
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
