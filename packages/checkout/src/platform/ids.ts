import type { Clock } from './clock.ts'

/** What an id names. A pasted id explains itself by its prefix. */
export const ID_PREFIXES = [
  'acc',
  'key',
  'pay',
  'att',
  'evt',
  'ntf',
  'ref',
  'whk',
  'whd',
  'exc',
  'rcn',
  'dif',
  'sch',
  'aud',
  'lnk',
  'not',
  'opr',
  'ses',
  'psk',
  'dfe',
] as const

export type IdPrefix = (typeof ID_PREFIXES)[number]

/**
 * `pay_01m8t5w2f4e8ta3x0c9v7k6hqz`: a TypeID (https://github.com/jetify-com/typeid), which is a prefix and
 * a UUIDv7 as 26 characters of Crockford's base 32, lower case.
 */
export type Id<Prefix extends IdPrefix = IdPrefix> = `${Prefix}_${string}`

/** Makes an id that sorts, also as text, after every id that this process made before. */
export type NewId = <Prefix extends IdPrefix>(prefix: Prefix) => Id<Prefix>

/** Of an id, after its prefix. */
export const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
const DIGIT_BITS = 5
const UUID_BYTES = 16
const TIME_BYTES = 6
const COUNTER_END = 0x1000
/** Of 48 bits. */
const LAST_TIME = 2 ** 48 - 1

/**
 * Makes TypeIDs from UUIDv7 values: 48 bits of time in milliseconds, a counter within the millisecond
 * (RFC 9562, section 6.2, method 1), and 62 random bits that nobody can guess.
 *
 * If the clock steps back, ids do not; a full counter borrows the next millisecond.
 */
export function createIds(deps: {
  readonly clock: Clock
  readonly randomBytes: (size: number) => Uint8Array
}): NewId {
  let lastTime = -1
  let counter = 0

  return (prefix) => {
    const [first = 0, second = 0, third = 0, ...rest] = deps.randomBytes(10)
    const time = deps.clock.now().getTime()
    if (time > lastTime) {
      lastTime = time
      // Starts in the lower half, so that a burst has room before it borrows the next millisecond.
      counter = ((first & 1) << 10) | (second << 2) | (third >> 6)
    } else if (++counter === COUNTER_END) {
      lastTime += 1
      counter = 0
    }
    const version = 0x70 | (counter >> 8)
    const variant = 0x80 | (third & 0x3f)
    return `${prefix}_${encode(lastTime, [version, counter & 0xff, variant, ...rest])}`
  }
}

/** A lower bound of all ids of this kind that were made from `time` on. */
export function firstIdAt(prefix: IdPrefix, time: Date): string {
  const milliseconds = Math.min(Math.max(time.getTime(), 0), LAST_TIME)
  return `${prefix}_${encode(milliseconds, [])}`
}

/** When an id was made, to a millisecond or a little later. */
export function timeOfId(id: string): Date {
  const value = Array.from(id.slice(id.indexOf('_') + 1), (digit) =>
    BigInt(DIGITS.indexOf(digit)),
  ).reduce((sum, digit) => sum * 32n + digit, 0n)
  return new Date(Number(value >> 80n))
}

/** The id, or undefined if the text is not one of this kind as `createIds` writes it. */
export function parseId<Prefix extends IdPrefix>(
  prefix: Prefix,
  text: string,
): Id<Prefix> | undefined {
  return isId(prefix, text) ? text : undefined
}

function isId<Prefix extends IdPrefix>(prefix: Prefix, text: string): text is Id<Prefix> {
  // 26 digits hold 130 bits: a first digit above 7 would not fit in 128.
  return (
    text.startsWith(`${prefix}_`) &&
    /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text.slice(prefix.length + 1))
  )
}

/** A UUID, whose first bytes are the time, in base 32. */
function encode(time: number, bytes: readonly number[]): string {
  const uuid = Buffer.alloc(UUID_BYTES)
  uuid.writeUIntBE(time, 0, TIME_BYTES)
  uuid.set(bytes, TIME_BYTES)
  let text = ''
  // 26 digits hold 130 bits: two zeros stand in front.
  let [value, bits] = [0, 2]
  for (const byte of uuid) {
    value = (value << 8) | byte
    for (bits += 8; bits >= DIGIT_BITS; value &= (1 << bits) - 1) {
      bits -= DIGIT_BITS
      text += DIGITS.charAt(value >> bits)
    }
  }
  return text
}
