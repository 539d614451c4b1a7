import { QfpayConfigurationError } from '../errors/errors.ts'

/**
 * The currencies QFPay accepts, with the number of decimals of their minor unit (ISO 4217).
 * Source: QFPay, Currencies.
 */
export const CURRENCY_EXPONENTS = {
  AED: 2,
  AUD: 2,
  CAD: 2,
  CNY: 2,
  EUR: 2,
  HKD: 2,
  IDR: 2,
  JPY: 0,
  MMK: 2,
  MYR: 2,
  SGD: 2,
  THB: 2,
  USD: 2,
} as const

/** An ISO 4217 code that QFPay accepts. */
export type Currency = keyof typeof CURRENCY_EXPONENTS

/**
 * How many decimals QFPay's amounts have for this account, for currencies where QFPay does not
 * document it. `{ JPY: 0 }` means that 100 on the wire is ¥100; `{ JPY: 2 }` that it is ¥1.
 */
export type CurrencyScales = { readonly [currency in Currency]?: number }

/** Currencies that need an entry in `currencyScales`: QFPay says "cents", which they do not have. */
const UNDOCUMENTED_SCALES: readonly string[] = ['JPY', 'IDR']

/** Tells whether QFPay accepts a currency code. */
export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(CURRENCY_EXPONENTS, code)
}

/**
 * An amount written in decimals as an integer of the currency's minor unit: `'10.99'`, `HKD` is
 * 1099; `'100'`, `JPY` is 100. Refuses signs, separators, exponents and any excess decimal.
 */
export function minorUnits(decimal: string, currency: Currency): number {
  const exponent = exponentOf(currency)
  const [, whole, fraction = ''] = /^(\d{1,16})(?:\.(\d+))?$/.exec(decimal) ?? []
  if (whole === undefined || fraction.length > exponent) {
    const shape = exponent === 0 ? '1234' : `1234.${'56'.padEnd(exponent, '0')}`
    return refuse(`${JSON.stringify(decimal)} is not an amount of ${currency} such as ${shape}`)
  }
  const amount = Number(whole + fraction.padEnd(exponent, '0'))
  return Number.isSafeInteger(amount) ? amount : refuse(`${decimal} is too large to be exact`)
}

/** An integer of minor units in decimals, without a currency sign: 1099, `HKD` is `'10.99'`. */
export function formatAmount(amount: number, currency: Currency): string {
  const exponent = exponentOf(currency)
  if (!Number.isSafeInteger(amount)) return refuse(`${amount} is not an integer of minor units`)
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`
  return `${amount < 0 ? '-' : ''}${whole}${fraction}`
}

/** Says why an amount of a currency is impossible, or undefined if it is possible. */
export function currencyProblem(currency: string, scales: CurrencyScales): string | undefined {
  if (!isCurrency(currency)) {
    return `currency ${JSON.stringify(currency)} is not one of ${Object.keys(CURRENCY_EXPONENTS).join(', ')}`
  }
  if (UNDOCUMENTED_SCALES.includes(currency) && scales[currency] === undefined) {
    return `QFPay does not document how many decimals ${currency} has; ask QFPay for your account and set currencyScales: { ${currency}: … }`
  }
  return undefined
}

/** Our amount as the integer QFPay expects, or undefined when its scale cannot express it. */
export function toWireAmount(
  amount: number,
  currency: string,
  scales: CurrencyScales,
): number | undefined {
  return shift(amount, shiftOf(currency, scales))
}

/** QFPay's integer as our amount, or undefined if it is not a whole minor unit. */
export function fromWireAmount(
  amount: number,
  currency: string,
  scales: CurrencyScales,
): number | undefined {
  return shift(amount, -shiftOf(currency, scales))
}

/** Tells whether the wire counts any currency of the account differently from ISO 4217. */
export function hasShiftedScale(scales: CurrencyScales): boolean {
  return Object.keys(scales).some((currency) => shiftOf(currency, scales) !== 0)
}

function shiftOf(currency: string, scales: CurrencyScales): number {
  if (!isCurrency(currency)) return 0
  return (scales[currency] ?? CURRENCY_EXPONENTS[currency]) - CURRENCY_EXPONENTS[currency]
}

function shift(amount: number, decimals: number): number | undefined {
  const factor = 10 ** Math.abs(decimals)
  if (decimals < 0 && amount % factor !== 0) return undefined
  const shifted = decimals < 0 ? amount / factor : amount * factor
  return Number.isSafeInteger(shifted) ? shifted : undefined
}

function exponentOf(currency: string): number {
  if (!isCurrency(currency)) return refuse(currencyProblem(currency, {}) ?? currency)
  return CURRENCY_EXPONENTS[currency]
}

function refuse(problem: string): never {
  throw new QfpayConfigurationError('Amount', [problem])
}
