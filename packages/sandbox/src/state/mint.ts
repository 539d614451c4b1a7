import { gatewayDigits } from './gateway-time.ts'

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const HEX = '0123456789abcdef'
const DIGITS = '0123456789'

/** Makes every number and token of the gateway and of WeChat, in their real shapes. */
export interface Mint {
  /** QFPay's transaction number: 26 digits that begin with the date in UTC+8. */
  syssn(): string
  /** The wallet's transaction number, 28 digits. */
  chnlsn(): string
  /** `wx` + DDHHMMSS in UTC+8 + …, 36 characters. */
  prepayId(): string
  /** 32 letters and digits that begin with 0. */
  oauthCode(): string
  /** 32 hexadecimal digits. */
  nonce(): string
  /** Letters and digits, for tokens and tickets. */
  token(length: number): string
}

export function createMint(now: () => number, random: () => number): Mint {
  let count = 0
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
  // A counter inside makes numbers unique whatever the random source returns.
  const counted = (): string => String(++count).padStart(8, '0')
  // Keeps the numbers of two sandboxes apart on one day: databases outlive a sandbox.
  const series = text(DIGITS, 10)
  return {
    syssn: () => `${gatewayDigits(now()).slice(0, 8)}${series}${counted()}`,
    chnlsn: () => `42000025${gatewayDigits(now()).slice(2, 8)}${text(DIGITS, 6)}${counted()}`,
    prepayId: () => `wx${gatewayDigits(now()).slice(6)}${text(HEX, 14)}${counted()}0000`,
    oauthCode: () => `0${text(LETTERS, 23)}${counted()}`,
    nonce: () => text(HEX, 32),
    token: (length) => text(LETTERS, length),
  }
}
