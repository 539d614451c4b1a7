import { amountParts } from '../../language/display-amount.ts'
import { amountTyped } from '../forms/typed.ts'

/** An account's threshold has no currency: people read and type it as in one with cents, which nearly all have. */
const WITH_CENTS = 'HKD'

/** `1,000.00` for 100000 minor units. */
export function showThreshold(minorUnits: number | undefined): string | undefined {
  return minorUnits === undefined ? undefined : amountParts(minorUnits, WITH_CENTS).digits
}

/** In minor units. */
export function readThreshold(text: string | undefined): number | string | undefined {
  return amountTyped(text, WITH_CENTS)
}
