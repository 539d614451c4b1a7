import type { Document } from './read-document.ts'
import type { Repository } from './repository.ts'

/** `- file: name of a test` */
const PROOF = /^\s*- `(?<file>[^`]+\.test\.ts)`: (?<name>.+)$/

export type Proof = { readonly file: string; readonly name: string; readonly line: number }

export function proofsIn({ lines }: Document): readonly Proof[] {
  return lines.flatMap((text, index) => {
    const { file, name } = PROOF.exec(text)?.groups ?? {}
    return file === undefined || name === undefined ? [] : [{ file, name, line: index + 1 }]
  })
}

/** Tests that are named and are gone. */
export function findMissingTests(document: Document, { has, read }: Repository): readonly string[] {
  return proofsIn(document)
    .filter(({ file, name }) => !has(file) || !read(file).includes(`'${name}'`))
    .map(({ file, name, line }) => `${document.path}:${line}: ${file} has no test '${name}'`)
}
