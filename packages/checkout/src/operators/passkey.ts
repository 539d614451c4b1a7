import ipaddr from 'ipaddr.js'
import { MINUTE_MS } from '../platform/durations.ts'

/** A key in an operator's device that signs in alone: they hold the device, and show it their face, finger or PIN. */
export type Passkey = {
  readonly id: string
  readonly operatorId: string
  /** What the device calls it, in base64url. */
  readonly credentialId: string
  /** SPKI, in base64url. */
  readonly publicKey: string
  readonly algorithm: 'ES256' | 'RS256'
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | undefined
}

export type Credential = Pick<Passkey, 'credentialId' | 'publicKey' | 'algorithm'>

/** What a device is asked to sign. Of each question, one answer counts. */
export type Challenge = { readonly challenge: string; readonly askedAt: Date }

export const CHALLENGE_BYTES = 32
export const CHALLENGE_MS: number = 10 * MINUTE_MS

/** Whether browsers offer passkeys at this address: they need a host name, and TLS outside of this machine. */
export function canUsePasskeys(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  return (protocol === 'https:' || isLocal) && !ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))
}

/** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export function requestOptions(publicUrl: string, { challenge }: Challenge): object {
  return {
    challenge,
    rpId: new URL(publicUrl).hostname,
    userVerification: 'required',
    timeout: CHALLENGE_MS,
  }
}

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export function creationOptions(
  publicUrl: string,
  { challenge }: Challenge,
  operator: { readonly id: string; readonly login: string; readonly name: string },
  known: readonly Passkey[],
): object {
  const { hostname } = new URL(publicUrl)
  return {
    challenge,
    rp: { id: hostname, name: `Tael ${hostname}` },
    user: {
      id: Buffer.from(operator.id).toString('base64url'),
      name: operator.login,
      displayName: operator.name,
    },
    // ES256 and RS256: what every device has.
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ credentialId: id }) => ({ type: 'public-key', id })),
    attestation: 'none',
    timeout: CHALLENGE_MS,
  }
}
