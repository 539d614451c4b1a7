import { randomBytes } from 'node:crypto'

/** A call of the system for each id would cost more than the rest of the id. */
const POOL_BYTES = 4096

let pool = new Uint8Array()

/** Random bytes from the system, many at a time; it gives out each of them once. */
export function systemRandomBytes(size: number): Uint8Array {
  if (size > POOL_BYTES) return randomBytes(size)
  if (size > pool.length) pool = randomBytes(POOL_BYTES)
  const bytes = pool.subarray(0, size)
  pool = pool.subarray(size)
  return bytes
}
