import {
  type Client,
  type Pairs,
  CODE,
  FORM,
  MERCHANT,
  bytes,
  encoded,
  message,
  signed,
  upper,
} from './write-request.ts'

const REFUNDED = /"orig_syssn": "\d/

export const REFUNDS: readonly Client[] = [
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
