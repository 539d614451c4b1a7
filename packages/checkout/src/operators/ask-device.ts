import { sealContext } from '../platform/seal-context.ts'
import type { Runtime } from '../runtime.ts'
import { CHALLENGE_BYTES, CHALLENGE_MS, type Challenge } from './passkey.ts'

/** A new question for a device, and the same sealed, to wait in the browser. */
export function askDevice(deps: Pick<Runtime, 'clock' | 'randomBytes' | 'sealing'>): {
  readonly challenge: Challenge
  readonly sealed: string
} {
  const bytes = Buffer.from(deps.randomBytes(CHALLENGE_BYTES))
  const challenge = { challenge: bytes.toString('base64url'), askedAt: deps.clock.now() }
  const text = JSON.stringify(challenge)
  return { challenge, sealed: deps.sealing.seal(text, sealContext.passkeyChallenge()) }
}

/** Undefined if it is not one of ours, or too old. */
export function openChallenge(
  deps: Pick<Runtime, 'clock' | 'sealing'>,
  sealed: string,
): Challenge | undefined {
  try {
    const { challenge, askedAt } = JSON.parse(
      deps.sealing.open(sealed, sealContext.passkeyChallenge()),
    ) as { readonly challenge: string; readonly askedAt: string }
    const asked = { challenge, askedAt: new Date(askedAt) }
    const age = deps.clock.now().getTime() - asked.askedAt.getTime()
    return age < CHALLENGE_MS ? asked : undefined
  } catch {
    return undefined
  }
}
