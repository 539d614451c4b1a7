import { isNumber } from './arguments.ts'
import { classify } from './classify.ts'
import type {
  ClosedPayment,
  CreatedPayment,
  CreatePaymentRequest,
  NotifiedTransaction,
  PayParams,
  Raw,
  Reading,
  Refund,
  RefundedPayment,
  RefundRequest,
  Transaction,
  UnreadableRow,
} from './messages.ts'
import { fromWireAmount } from './money.ts'
import { integerOf, isObject, textOf } from './reply-fields.ts'
import { parseTime } from './time.ts'

/** An order as it was asked for; `txamt` as on the wire. */
type Ordered = Pick<CreatePaymentRequest, 'outTradeNo' | 'currency'> & { readonly txamt: string }

/** An order's reply, or undefined if it names no order or another one. */
export function readCreatedPayment(
  ordered: Ordered,
  fields: Raw,
  raw: Raw,
  { offsetMs }: Reading,
): CreatedPayment | undefined {
  const syssn = syssnOf(fields)
  if (syssn === undefined || !isAbout(ordered, fields)) return undefined
  return {
    outTradeNo: ordered.outTradeNo,
    syssn,
    respcd: codeOf(fields) ?? '',
    ...present({
      payParams: readPayParams(fields['pay_params']),
      payUrl: textOf(fields, 'pay_url') ?? textOf(fields, 'web_url'),
      sysdtm: timeOf(fields, 'sysdtm', offsetMs),
    }),
    raw,
  }
}

/** A number that was used before may be answered with the order that it made then, of whatever amount. */
function isAbout({ outTradeNo, txamt, currency }: Ordered, fields: Raw): boolean {
  const names = (name: string, asked: string): boolean => (textOf(fields, name) ?? asked) === asked
  const isItsAmount =
    textOf(fields, 'txamt') === undefined || integerOf(fields, 'txamt') === Number(txamt)
  return names('out_trade_no', outTradeNo) && names('txcurrcd', currency) && isItsAmount
}

/** A row of an enquiry, or undefined if it has no number or no whole amount. */
export function readTransaction(row: unknown, reading: Reading): Transaction | undefined {
  const part = isObject(row) ? readParts(row, reading) : undefined
  if (part === undefined || !isObject(row)) return undefined
  const respcd = codeOf(row) ?? ''
  const message = textOf(row, 'errmsg') ?? (messageOf(row) || undefined)
  const { recordedAt } = part
  const said = recordedAt && { at: recordedAt, offsetMs: reading.offsetMs }
  const meaning = classify(respcd, message, said)
  return {
    ...part,
    orderType: textOf(row, 'order_type') ?? 'payment',
    respcd,
    outcome: meaning.kind,
    meaning,
    ...present({ originalSyssn: originalOf(row), message }),
    raw: row,
  }
}

/** What is certain about a row that is not a transaction; nothing else of it counts. */
export function readUnreadable(row: unknown, { offsetMs }: Reading): UnreadableRow {
  const fields = isObject(row) ? row : {}
  return {
    outcome: 'unreadable',
    ...present({
      outTradeNo: textOf(fields, 'out_trade_no'),
      syssn: namedSyssnOf(fields),
      orderType: textOf(fields, 'order_type'),
      respcd: codeOf(fields),
      currency: textOf(fields, 'txcurrcd'),
      recordedAt: timeOf(fields, 'sysdtm', offsetMs),
    }),
    raw: row,
  }
}

/** A notification's fields, or undefined if it does not name a transaction. */
export function readNotified(raw: Raw, reading: Reading): NotifiedTransaction | undefined {
  const parts = readParts(raw, reading)
  if (parts === undefined) return undefined
  const { payType: _payType, cancel: _cancel, ...part } = parts
  return {
    ...part,
    respcd: codeOf(raw) ?? '',
    ...present({
      payType: textOf(raw, 'pay_type'),
      cancel: textOf(raw, 'cancel'),
      mchid: textOf(raw, 'mchid'),
      goodsName: textOf(raw, 'goods_name'),
    }),
    raw,
  }
}

/** An accepted refund, or undefined if the reply does not name it. */
export function readRefund(
  request: RefundRequest,
  fields: Raw,
  raw: Raw,
  { offsetMs }: Reading,
): Refund | undefined {
  const syssn = syssnOf(fields)
  const echoed = textOf(fields, 'out_trade_no') ?? request.outTradeNo
  if (syssn === undefined || echoed !== request.outTradeNo) return undefined
  return {
    outTradeNo: request.outTradeNo,
    syssn,
    originalSyssn: originalOf(fields) ?? request.syssn,
    respcd: codeOf(fields) ?? '',
    amount: request.amount,
    ...present({
      currency: textOf(fields, 'txcurrcd'),
      chnlsn: textOf(fields, 'chnlsn'),
      recordedAt: timeOf(fields, 'sysdtm', offsetMs),
      paidAt: timeOf(fields, 'paydtm', offsetMs),
    }),
    raw,
  }
}

/** A close or reversal that happened, or undefined if the reply has no number for it. */
export function readClosed(
  { respcd, fields, raw }: { readonly respcd: string; readonly fields: Raw; readonly raw: Raw },
  { offsetMs }: Reading,
): ClosedPayment | undefined {
  const syssn = syssnOf(fields)
  if (syssn === undefined) return undefined
  const recordedAt = timeOf(fields, 'sysdtm', offsetMs)
  const originalSyssn = originalOf(fields)
  return { kind: 'closed', syssn, respcd, ...present({ originalSyssn, recordedAt }), raw }
}

/** QFPay's number in a reply, unless an enquiry cannot name it: a comma would make two of it. */
export function syssnOf(fields: Raw): string | undefined {
  const named = namedSyssnOf(fields)
  return named !== undefined && isNumber(named) ? named : undefined
}

/** One page of QFPay's documents uses another name for it. */
function namedSyssnOf(fields: Raw): string | undefined {
  return textOf(fields, 'syssn') ?? textOf(fields, 'qf_trade_no')
}

/** A result code as four digits, whether it came as `"0000"`, `0` or a bare `0000`. */
export function codeOf(fields: Raw): string | undefined {
  return textOf(fields, 'respcd')?.padStart(4, '0')
}

/** QFPay's words: a sentence for people and a technical remark; either may be empty. */
export function messageOf(fields: Raw): string {
  return [textOf(fields, 'resperr'), textOf(fields, 'respmsg')]
    .filter((part) => part !== undefined)
    .join(' – ')
}

export function openidOf(fields: Raw): string | undefined {
  return textOf(fields, 'openid')
}

/** The merchant's number in a notification, even if the rest is unreadable. */
export function outTradeNoOf(raw: Raw): string | undefined {
  return textOf(raw, 'out_trade_no')
}

export function notifyTypeOf(raw: Raw): string | undefined {
  return textOf(raw, 'notify_type')
}

/** The payment that a notification is about. */
export function originalIn(raw: Raw): RefundedPayment {
  return present({
    originalSyssn: originalOf(raw),
    originalOutTradeNo: textOf(raw, 'orig_out_trade_no'),
  })
}

function originalOf(fields: Raw): string | undefined {
  return textOf(fields, 'orig_syssn') ?? textOf(fields, 'origssn')
}

function timeOf(fields: Raw, name: string, offsetMs: number): Date | undefined {
  return parseTime(textOf(fields, name) ?? '', offsetMs)
}

/** Common fields of rows and notifications. */
function readParts(row: Raw, reading: Reading) {
  const { offsetMs, currencyScales } = reading
  // In any form: an odd number must not hide a row that proves money.
  const syssn = namedSyssnOf(row)
  const outTradeNo = textOf(row, 'out_trade_no')
  const currency = textOf(row, 'txcurrcd')
  const counted = integerOf(row, 'txamt')
  if (syssn === undefined || outTradeNo === undefined) return undefined
  if (currency === undefined || counted === undefined) return undefined
  const amount = fromWireAmount(counted, currency, currencyScales)
  if (amount === undefined) return undefined
  return {
    syssn,
    outTradeNo,
    payType: textOf(row, 'pay_type') ?? '',
    amount,
    currency,
    cancel: textOf(row, 'cancel') ?? '0',
    ...present({
      chnlsn: textOf(row, 'chnlsn'),
      openid: textOf(row, 'cardcd'),
      createdAt: timeOf(row, 'txdtm', offsetMs),
      recordedAt: timeOf(row, 'sysdtm', offsetMs),
      paidAt: timeOf(row, 'paydtm', offsetMs),
      cashFee: integerOf(row, 'cash_fee'),
      cashFeeCurrency: textOf(row, 'cash_fee_type'),
      exchangeRate: textOf(row, 'exchange_rate'),
    }),
  }
}

function readPayParams(value: unknown): PayParams | undefined {
  if (!isObject(value)) return undefined
  const [appId, timeStamp, nonceStr] = ['appId', 'timeStamp', 'nonceStr'].map((name) =>
    textOf(value, name),
  )
  const [prepay, signType, paySign] = ['package', 'signType', 'paySign'].map((name) =>
    textOf(value, name),
  )
  if (appId === undefined || timeStamp === undefined || nonceStr === undefined) return undefined
  if (prepay === undefined || signType === undefined || paySign === undefined) return undefined
  return { appId, timeStamp, nonceStr, package: prepay, signType, paySign }
}

type Present<T> = { [name in keyof T]?: Exclude<T[name], undefined> }

/** Drops undefined values, so that an absent field is absent. */
function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as Present<T>
}
