import { parseGatewayTime } from '../state/gateway-time.ts'
import { type Refusal, badParameter } from './refusal.ts'
import type { Parameters } from './signing.ts'

/** A parameter that must be there and not be empty. */
export function required(parameters: Parameters, name: string, maxLength: number): string {
  const value = parameters[name] ?? ''
  if (value === '') {
    throw badParameter(`${name}-missing`, `${name} is missing.`, `Send ${name} and sign it.`)
  }
  return withinLength(name, value, maxLength)
}

/** A parameter that may be missing or empty; both read as empty. */
export function optional(parameters: Parameters, name: string, maxLength: number): string {
  return withinLength(name, parameters[name] ?? '', maxLength)
}

/** A whole number of minor units. */
export function readAmount(parameters: Parameters): number {
  const text = required(parameters, 'txamt', 11)
  if (!/^(0|[1-9]\d*)$/.test(text)) {
    throw badParameter(
      'txamt-not-whole',
      `txamt must be a whole number of minor units, not ${JSON.stringify(text)}.`,
      'Write HK$10.99 as 1099: digits only, no point, sign, blank or leading zero.',
    )
  }
  return Number(text)
}

/** A time as it was written; only its form counts. */
export function readTime(parameters: Parameters, name: string): string {
  const text = required(parameters, name, 20)
  if (parseGatewayTime(text) === undefined) throw badTime(name, text)
  return text
}

export function badTime(name: string, text: string): Refusal {
  return badParameter(
    `${name}-format`,
    `${name} is not a time: ${JSON.stringify(text)}.`,
    'Write it as YYYY-MM-DD HH:mm:ss, with one blank and a 24-hour clock.',
  )
}

/** An order number that can be listed with others in an enquiry. */
export function readOrderNumber(parameters: Parameters): string {
  const text = required(parameters, 'out_trade_no', 128)
  if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(text)) {
    throw badParameter(
      'out-trade-no-characters',
      'out_trade_no holds a blank, a comma or a character outside ASCII.',
      'Use letters and digits; an enquiry separates numbers by commas.',
    )
  }
  return text
}

function withinLength(name: string, value: string, maxLength: number): string {
  // QFPay counts characters, not UTF-16 units.
  if (Array.from(value).length <= maxLength) return value
  throw badParameter(
    `${name}-too-long`,
    `${name} is longer than ${maxLength} characters.`,
    `Shorten ${name}.`,
  )
}
