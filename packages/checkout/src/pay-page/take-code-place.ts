import type { Clock } from '../platform/clock.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { createPlaces } from '../platform/places.ts'

/** More than are under way in one shop's network at a time: WeChat and QFPay answer within a second. */
const MOST_OF_NETWORK = 30
/** Above it, nothing more is counted: places are memory. */
const MOST_IN_ALL = 20_000

/** The place of a code that Tael asks about. */
type CodePlace = { readonly leave: (code: { readonly isRefused: boolean }) => void }

export type TakeCodePlace = (of: {
  readonly accountId: string
  readonly network: string | undefined
}) => CodePlace | undefined

/**
 * Anybody can invent OAuth codes, and each costs one of an account's few requests a minute. So a network has so many
 * places at an account; a refused code keeps its place for a minute. Undefined if no place is left.
 */
export function createCodePlaces({ clock }: { readonly clock: Pick<Clock, 'now'> }): TakeCodePlace {
  const takePlace = createPlaces({ most: MOST_IN_ALL, mostOfKey: MOST_OF_NETWORK })
  const refused: { readonly until: number; readonly leave: () => void }[] = []
  return ({ accountId, network }) => {
    const now = clock.now().getTime()
    while ((refused[0]?.until ?? Infinity) <= now) refused.shift()?.leave()
    // Without an address it would be the place of everybody.
    const place = network === undefined ? undefined : takePlace(`${accountId} ${network}`)
    if (place?.kind === 'full' && place.of === 'key') return undefined
    return {
      leave({ isRefused }) {
        if (place?.kind !== 'taken') return
        if (!isRefused) place.leave()
        else refused.push({ until: clock.now().getTime() + MINUTE_MS, leave: place.leave })
      },
    }
  }
}
