import {
  type Client,
  type Pairs,
  BRANCH,
  CODE,
  FORM,
  bytes,
  encoded,
  message,
  signed,
  upper,
} from './write-request.ts'

const FOUND = /"data": \[/

/** Asked of an order that is there. */
export const ENQUIRIES: readonly Client[] = [
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
