import { deflateSync, inflateSync } from 'node:zlib'

/**
 * What the texts that Tael keeps of a payment say again and again: its requests, their answers, a notification, a
 * webhook. What is packed refers to it; so it never changes, or nothing that was packed before can be read.
 */
const DICTIONARY = Buffer.from(
  [
    '"failure":{"code":"network","outcome":"unknown","reason":"',
    '"verdict":"missing","verdict":"unreadable","verdict":"rejected","verdict":"unpaid","askAgainAt":"20',
    '"why":"notified","why":"scheduled","why":"refunding","why":"ordering","why":"closing","why":"asked"',
    '{"type":"payment.succeeded","timestamp":"2026-","data":{"event":{"id":"evt_01m","object":"event",',
    '"type":"payment.succeeded","payment":"pay_01m","sequence":7,"created_at":"2026-","data":{"attempt":',
    '"att_01m","syssn":"2026","chnlsn":"420000","amount":,"currency":"HKD","paid_at":"2026-:00.000Z",',
    '"was":"pending"}},"payment":{"id":"pay_01m","object":"payment","reference":"order-","amount":0,',
    '"currency":"HKD","amount_refunded":0,"status":"succeeded","description":"","metadata":{},',
    '"url":"https:///pay/pay_01m","created_at":"2026-","expires_at":"2026-","succeeded_at":"2026-',
    ':00.000Z","attempt":"att_01m","reviews":[]}}}',
    '{"answer":{"openid":"[masked]","respcd":"0000","resperr":"","respmsg":""},"respcd":"0000",',
    '"attempt":1,"meaning":"success","request":{"code":"[masked]"},',
    '"endpoint":"/tool/v1/get_weixin_openid","signature":"valid","durationMs":1,"httpStatus":200}',
    '{"answer":{"udid":"[masked]","syssn":"2026","txamt":"0","txdtm":"2026-","cardcd":"","chnlsn":"",',
    '"paydtm":"2026-","respcd":"0000","sysdtm":"2026-","resperr":"交易成功","respmsg":"",',
    '"pay_type":"800207","txcurrcd":"HKD","pay_params":"[masked]","out_trade_no":"att_01m"},',
    '"respcd":"0000","attempt":1,"meaning":"success","request":{"txamt":"0","txdtm":"2026-",',
    '"pay_type":"800207","txcurrcd":"HKD","goods_name":"[masked]","notify_url":"[masked]",',
    '"sub_openid":"[masked]","out_trade_no":"att_01m"},"endpoint":"/trade/v1/payment",',
    '"signature":"valid","durationMs":1,"httpStatus":200}',
    '{"request":{"syssn":"2026","txamt":"0","txdtm":"2026-","cancel":"0","cardcd":"[masked]",',
    '"chnlsn":"420000","paydtm":"2026-","respcd":"0000","status":"1","sysdtm":"2026-","chnlsn2":"",',
    '"cash_fee":"0","pay_type":"800207","txcurrcd":"HKD","outcardnm":"","goods_info":"",',
    '"goods_name":"[masked]","notify_type":"payment","out_trade_no":"att_01m","cash_fee_type":"",',
    '"exchange_rate":"","customer_source":""},"algorithm":"MD5","signature":"valid"}',
    '{"why":"waiting","answer":{"data":[{"udid":"[masked]","syssn":"2026","txamt":"0","txdtm":"2026-",',
    '"cancel":"0","cardcd":"[masked]","chnlsn":"420000","errmsg":"[masked]","paydtm":"2026-",',
    '"respcd":"0000","sysdtm":"2026-","origssn":null,"pay_type":"800207","txcurrcd":"HKD",',
    '"goods_name":"[masked]","order_type":"payment","out_trade_no":"att_01m"}],"page":1,',
    '"respcd":"0000","resperr":"[masked]","respmsg":"","page_size":100},"respcd":"0000","attempt":1,',
    '"meaning":"success","request":{"page":"1","syssn":"2026","end_time":"2026-","page_size":"100",',
    '"start_time":"2026-"},"verdict":"paid","endpoint":"/trade/v1/query","signature":"valid",',
    '"durationMs":1,"httpStatus":200}',
  ].join(''),
)
/** 8 KB: the dictionary and such a text fit. */
const WINDOW = { windowBits: 13, memLevel: 6 }

/** A text in a fifth of its bytes, if it is one of those that Tael writes for every payment. */
export function pack(text: string | Uint8Array): Buffer {
  return deflateSync(text, { ...WINDOW, dictionary: DICTIONARY })
}

/** Throws if it was packed with another dictionary. */
export function unpack(packed: Uint8Array): Buffer {
  return inflateSync(packed, { dictionary: DICTIONARY })
}
