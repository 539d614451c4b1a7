const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 10

/** Fifty random bits in letters that nobody confuses when they type them. */
export function newSlug(randomBytes: (size: number) => Uint8Array): string {
  return Array.from(randomBytes(LENGTH), (byte) => LETTERS.charAt(byte % LETTERS.length)).join('')
}

export function isSlug(text: string): boolean {
  return /^[0-9a-hjkmnp-tv-z]{10}$/.test(text)
}
