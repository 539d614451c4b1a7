import { createHmac } from 'node:crypto'

const STEP_S = 30
const DIGITS = 6
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code of a time step (RFC 6238 with SHA-1 and six digits, which every authenticator app knows). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  const number = hash.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/**
 * The step whose code somebody gives, undefined if it is none: this step's, or one beside it, as clocks and
 * fingers are slow. A code works once: only steps after the one that was used last count.
 */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  { now, usedStep = 0 }: { readonly now: Date; readonly usedStep?: number | undefined },
): number | undefined {
  const digits = code.replace(/\s/g, '')
  const current = Math.floor(now.getTime() / 1000 / STEP_S)
  return [current - 1, current, current + 1].find(
    (step) => step > usedStep && codeAt(secret, step) === digits,
  )
}

/** What an authenticator app reads from the QR code. */
export function authenticatorUri(
  secret: Uint8Array,
  { issuer, login }: { readonly issuer: string; readonly login: string },
): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}`
}

/** For typing it where no camera is. */
export function toBase32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('')
}
