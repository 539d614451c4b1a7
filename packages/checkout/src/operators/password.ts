import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** 32 MB and three rounds: what OWASP recommends where each try may cost that much. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }
const BYTES = 32
const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt)

/** `scrypt$…`: the salt and what follows from password and salt. */
export async function hashPassword(
  password: string,
  salt: Uint8Array,
  { isFirst = false }: { readonly isFirst?: boolean } = {},
): Promise<string> {
  const hash = await inTurn(
    () => derive(password.normalize('NFKC'), Buffer.from(salt), BYTES, COST),
    isFirst,
  )
  return ['scrypt', Buffer.from(salt).toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Takes as long where there is no hash, so that nobody learns which logins exist. `isFirst`: in front of those who wait.
 */
export async function isPasswordOf(
  hash: string | undefined,
  password: string,
  order?: { readonly isFirst?: boolean },
): Promise<boolean> {
  const [, salt = '', expected = ''] = (hash ?? '').split('$')
  const again = await hashPassword(password, Buffer.from(salt, 'base64url'), order)
  const [a, b] = [Buffer.from(again.split('$')[2] ?? ''), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Node has four threads for such work, and finds QFPay's address on one of them. */
const AT_ONCE = 2
const waiting: (() => void)[] = []
let underWay = 0

async function inTurn<Result>(work: () => Promise<Result>, isFirst: boolean): Promise<Result> {
  if (underWay < AT_ONCE) underWay++
  else {
    await new Promise<void>((resolve) => {
      if (isFirst) waiting.unshift(resolve)
      else waiting.push(resolve)
    })
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) underWay--
    else next()
  }
}
