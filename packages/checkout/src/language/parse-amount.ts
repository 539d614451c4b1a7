import { isCurrency, minorUnits } from '@tael/qfpay'

/** An amount as a person types it, such as `1,200.50` or full-width digits, in minor units; undefined if it is none. */
export function parseAmount(text: string, currency: string): number | undefined {
  if (!isCurrency(currency)) return undefined
  const plain = text.normalize('NFKC').replaceAll(/[\s,]/g, '')
  try {
    return minorUnits(plain, currency)
  } catch {
    return undefined
  }
}
