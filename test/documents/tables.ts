import type { Document } from './read-document.ts'

/** Tables without a head: Markdown shows them as one long sentence. */
export function findBareTables({ path, sections }: Document): readonly string[] {
  return sections
    .flatMap(({ prose }) => prose)
    .filter(({ text }) => /^\|.*\|\s*$/m.test(text))
    .map(({ line }) => `${path}:${line}: this table has no head`)
}
