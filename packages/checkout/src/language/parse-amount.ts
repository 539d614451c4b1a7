import { isCurrency, minorUnits } from '@tael/qfpay'

const GROUPED = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/
/** No group of thousands has fewer than three digits. */
const DECIMAL_COMMA = /^\d+,\d{1,2}$/

/**
 * An amount as a person types it, in minor units; undefined if it is none. `1,200.50` and `1200.50`; `1200,50`, for
 * the keypad of a phone may have no point; and full-width digits and signs of Chinese keyboards.
 */
export function parseAmount(text: string, currency: string): number | undefined {
  if (!isCurrency(currency)) return undefined
  const typed = text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .trim()
    .replaceAll(/(?<=\d)\s(?=\d{3}(?!\d))/g, '')
  const plain = GROUPED.test(typed)
    ? typed.replaceAll(',', '')
    : DECIMAL_COMMA.test(typed)
      ? typed.replace(',', '.')
      : typed
  try {
    return minorUnits(plain, currency)
  } catch {
    return undefined
  }
}
