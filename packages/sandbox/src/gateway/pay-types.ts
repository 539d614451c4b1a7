/** What a reply to a payment request holds for the payer, beside the numbers. */
export type ReplyShape = 'pay_params' | 'pay_url' | 'qrcode'

/** Wallets in a browser (WAP, web), and codes to scan on a desktop. Source: QFPay, Payment Types. */
const SHAPES: Readonly<Record<string, ReplyShape>> = {
  '800212': 'pay_url',
  '800712': 'pay_url',
  '801107': 'pay_url',
  '801512': 'pay_url',
  '805812': 'pay_url',
  '800201': 'qrcode',
  '800714': 'qrcode',
  '801514': 'qrcode',
  '805814': 'qrcode',
}

export function shapeOf(payType: string): ReplyShape {
  return SHAPES[payType] ?? 'pay_params'
}
