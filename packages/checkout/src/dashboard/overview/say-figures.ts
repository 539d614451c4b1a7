import { successRate, type DayFigures } from '../../figures/day-figures.ts'
import { displayGap } from '../../language/display-time.ts'
import { numberFormat } from '../../language/formats.ts'
import type { Language } from '../../language/language.ts'

/** `97.5%`: of those who authorized, how many paid. */
export function sayRate(day: DayFigures, language: Language): string {
  const share = successRate(day)
  if (share === undefined) return '–'
  const format = { style: 'percent', maximumFractionDigits: 1 } as const
  return numberFormat(language, format).format(share)
}

/** `12s`. */
export function saySeconds(value: number | undefined, language: Language): string {
  return value === undefined ? '–' : displayGap(value * 1000, language).slice(1)
}
