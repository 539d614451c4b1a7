import type { Deps } from '../../deps.ts'
import { askDevice } from '../../operators/ask-device.ts'
import { canUsePasskeys, type Challenge } from '../../operators/passkey.ts'
import type { PasskeyQuestion } from './operator-view.ts'

/** A question for the device of a page's reader; undefined where browsers offer no passkeys. */
export function askForPasskey(
  deps: Deps,
  optionsFor: (publicUrl: string, challenge: Challenge) => object,
): PasskeyQuestion | undefined {
  if (!canUsePasskeys(deps.publicUrl)) return undefined
  const { challenge, sealed } = askDevice(deps)
  return { options: JSON.stringify(optionsFor(deps.publicUrl, challenge)), sealed }
}
