import { z } from '@hono/zod-openapi'
import { server } from '@passwordless-id/webauthn'
import type { Challenge, Credential } from './passkey.ts'

const text = z.string().min(1).max(20_000)

const registration = z.object({
  id: text,
  response: z.object({
    authenticatorData: text,
    clientDataJSON: text,
    publicKey: text,
    publicKeyAlgorithm: z.literal([-7, -257]),
  }),
})

const assertion = z.object({
  id: text,
  response: z.object({ authenticatorData: text, clientDataJSON: text, signature: text }),
})

type RegistrationJson = Parameters<typeof server.verifyRegistration>[0]
type AssertionJson = Parameters<typeof server.verifyAuthentication>[0]

/** The new key that a device's answer shows; undefined if it answers something else, or shows no person. */
export async function credentialIn(
  answer: string,
  publicUrl: string,
  { challenge }: Challenge,
): Promise<Credential | undefined> {
  const { data } = registration.safeParse(parsed(answer))
  if (data === undefined) return undefined
  const expected = { challenge, ...placeOf(publicUrl), userVerified: true }
  try {
    const { credential } = await server.verifyRegistration(data as RegistrationJson, expected)
    const { id, publicKey, algorithm } = credential
    // A key that cannot be read would never sign in.
    await server.parseCryptoKey(algorithm, publicKey)
    if (algorithm === 'EdDSA') return undefined
    return { credentialId: id, publicKey, algorithm }
  } catch {
    return undefined
  }
}

/** Which key a device's answer says that it used. It proves nothing yet. */
export function claimedCredential(answer: string): string | undefined {
  return assertion.safeParse(parsed(answer)).data?.id
}

/** Whether the answer is this key's, to this question, at this address, given by a person whom the device knows. */
export async function isProof(
  answer: string,
  publicUrl: string,
  { challenge }: Challenge,
  { credentialId: id, publicKey, algorithm }: Credential,
): Promise<boolean> {
  const { data } = assertion.safeParse(parsed(answer))
  if (data === undefined) return false
  const expected = { challenge, ...placeOf(publicUrl), userVerified: true }
  const key = { id, publicKey, algorithm, transports: [] }
  return server.verifyAuthentication(data as AssertionJson, key, expected).then(
    () => true,
    () => false,
  )
}

function placeOf(publicUrl: string): { readonly origin: string; readonly domain: string } {
  const { origin, hostname } = new URL(publicUrl)
  return { origin, domain: hostname }
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return undefined
  }
}
