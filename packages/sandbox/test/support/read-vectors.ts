import { readFileSync } from 'node:fs'

/** The content of a file of test vectors, which the client's tests read too. */
export function readVectors(name: string): unknown {
  const file = new URL(`../../../../fixtures/qfpay/${name}`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}
