import { timingSafeEqual } from 'node:crypto'
import type { Runtime } from '../runtime.ts'

const MIN_LENGTH = 24

/** What is wrong with an operator key; undefined if nothing is. */
export function operatorKeyProblem(key: string): string | undefined {
  if (key.length >= MIN_LENGTH) return undefined
  return `must be at least ${MIN_LENGTH} random characters (openssl rand -base64 24)`
}

/** Tells in constant time whether a text is the operator key. Throws if the key can be guessed. */
export function createOperatorKeyCheck(
  { sealing }: Pick<Runtime, 'sealing'>,
  operatorKey: string,
): (text: string) => boolean {
  const problem = operatorKeyProblem(operatorKey)
  if (problem !== undefined) throw new Error(`operatorKey ${problem}`)
  const hashOf = (text: string): Buffer => Buffer.from(sealing.sign(text, 'operator key'))
  const expected = hashOf(operatorKey)
  return (text) => timingSafeEqual(hashOf(text), expected)
}
