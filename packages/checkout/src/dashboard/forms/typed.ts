import { isCurrency } from '@tael/qfpay'
import { parseAmount } from '../../language/parse-amount.ts'

/** What somebody typed into the fields of a form; boxes of one name that are ticked are joined by spaces. */
export type Typed = Readonly<Record<string, string>>

/** An operator's text on one line; undefined if it is empty or too long. */
export function plainLine(value: string | undefined, longest: number): string | undefined {
  if (value === undefined) return undefined
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line === '' || line.length > longest ? undefined : line
}

/** A form in the words of the API has no field that is empty. */
export function given(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isGiven = (value: unknown): boolean => value !== undefined && value !== ''
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)))
}

/** Undefined if nothing was typed; text that is not a whole number stays text, and the schema refuses it. */
export function numberTyped(text: string | undefined): number | string | undefined {
  return text ? (/^\d{1,12}$/.test(text) ? Number(text) : text) : undefined
}

/** In minor units, which people type themselves where only QFPay knows the currency's decimals. */
export function amountTyped(
  text: string | undefined,
  currency: string,
): number | string | undefined {
  if (!isCurrency(currency)) return numberTyped(text)
  return text ? (parseAmount(text, currency) ?? text) : undefined
}

/** What stands between spaces or ends of lines. */
export function wordsOf(text = ''): readonly string[] {
  return text.split(/\s+/).filter(Boolean)
}
