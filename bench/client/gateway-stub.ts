import { hash } from 'node:crypto'
import type { CreatePaymentRequest, QfpayOptions } from '@tael/qfpay'

/** A gateway in this process: it answers every payment request with the same bytes, and signs them. */
export const CREDENTIALS = {
  host: 'https://openapi-hk.qfapi.com',
  appCode: '5A4D000000000000000000000000DE30',
  clientKey: '5EC2E700000000000000000000000000',
} satisfies QfpayOptions

export const REQUEST: CreatePaymentRequest = {
  outTradeNo: 'att_01JD8Q2ZK5T7M3N9V4X6B8C0DF',
  amount: 1099,
  currency: 'HKD',
  createdAt: new Date('2025-11-22T10:30:00Z'),
  openid: 'oSBX0123456789abcdefghijklmn',
  goodsName: 'Jasmine tea',
  notifyUrl: 'https://pay.example.com/notifications/acc_1',
}

/** The same request as it goes over the wire. */
export const PARAMETERS = {
  goods_name: 'Jasmine tea',
  notify_url: 'https://pay.example.com/notifications/acc_1',
  out_trade_no: 'att_01JD8Q2ZK5T7M3N9V4X6B8C0DF',
  pay_type: '800207',
  sub_openid: 'oSBX0123456789abcdefghijklmn',
  txamt: '1099',
  txcurrcd: 'HKD',
  txdtm: '2025-11-22 18:30:00',
}

const REPLY = JSON.stringify({
  respcd: '0000',
  respmsg: 'success',
  out_trade_no: PARAMETERS.out_trade_no,
  syssn: '20251122183000020000001234',
  txdtm: '2025-11-22 18:30:00',
  sysdtm: '2025-11-22 18:30:01',
  pay_params: {
    appId: 'wxdec0de0000000001',
    timeStamp: '1763807401',
    nonceStr: 'a8f3c1d5e7b94f60',
    package: 'prepay_id=wx2218300112345678901234567890123456',
    signType: 'MD5',
    paySign: '0123456789ABCDEF0123456789ABCDEF',
  },
})
const SIGNATURE = hash('md5', REPLY + CREDENTIALS.clientKey).toUpperCase()

export const answerAtOnce: typeof fetch = () =>
  Promise.resolve(new Response(REPLY, { headers: { 'X-QF-SIGN': SIGNATURE } }))
