import { formatAmount, isCurrency } from '@tael/qfpay'

/** Signs that no other currency of these shops uses; every other currency shows its code. */
const MARKS: Readonly<Record<string, string>> = {
  AUD: 'A$',
  CAD: 'CA$',
  CNY: '¥',
  EUR: '€',
  GBP: '£',
  HKD: 'HK$',
  MOP: 'MOP$',
  MYR: 'RM',
  SGD: 'S$',
  THB: '฿',
  TWD: 'NT$',
  USD: 'US$',
}

/** An amount in the parts that a page styles separately: `HK$` and `1,010.99`. */
export type DisplayedAmount = { readonly mark: string; readonly digits: string }

/**
 * Splits an amount for display, exact for every safe integer: the digits never pass through a
 * float. All our languages write the sign first and group by thousands.
 */
export function amountParts(amount: number, currency: string): DisplayedAmount {
  if (!isCurrency(currency)) throw new RangeError(`${currency} has no known scale: cannot show it`)
  const [whole = '', fraction] = formatAmount(amount, currency).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return {
    mark: MARKS[currency] ?? `${currency}\u00a0`,
    digits: fraction === undefined ? grouped : `${grouped}.${fraction}`,
  }
}

/** `HK$10.99` in a sentence; `1099 XXX` if only QFPay knows the currency's unit. */
export function sayAmount(amount: number, currency: string): string {
  return isCurrency(currency) ? displayAmount(amount, currency) : `${amount} ${currency}`
}

/** `HK$10.99`. */
export function displayAmount(amount: number, currency: string): string {
  const { mark, digits } = amountParts(amount, currency)
  return `${mark}${digits}`
}
