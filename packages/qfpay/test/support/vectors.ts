import { readFileSync } from 'node:fs'

type Rejected = { readonly of: string; readonly about: string; readonly md5: string }
type Body = {
  readonly id: string
  readonly about: string
  readonly bytes: number
  readonly body: string
  readonly md5: string
}
type SignedTwice<Vector> = Vector & { readonly sha256: string }

export type SigningVectors = {
  readonly valid: readonly {
    readonly id: string
    readonly about: string
    readonly clientKey: string
    readonly parameters: Readonly<Record<string, string>>
    readonly signingString: string
    readonly md5: string
    readonly sha256: string
  }[]
  readonly rejected: readonly Rejected[]
  readonly wireForms: { readonly S2: string; readonly S7: string }
}
export type NotificationVectors = {
  readonly clientKey: string
  readonly valid: readonly SignedTwice<Body>[]
  readonly rejected: readonly SignedTwice<Rejected>[]
}
export type ResponseVectors = {
  readonly clientKey: string
  readonly ruleA: readonly Body[]
  readonly ruleB: readonly {
    readonly id: string
    readonly data: Readonly<Record<string, string>>
    readonly md5: string
  }[]
}

export const signing = read('signing') as SigningVectors
export const notifications = read('notifications') as NotificationVectors
export const responses = read('responses') as ResponseVectors

/** One vector by its id; a test that names a missing one fails immediately. */
export function pick<T extends { readonly id: string }>(vectors: readonly T[], id: string): T {
  const vector = vectors.find((one) => one.id === id)
  if (vector === undefined) throw new Error(`no vector ${id}`)
  return vector
}

function read(name: string): unknown {
  const url = new URL(`../../../../fixtures/qfpay/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8'))
}
