import type { Document } from './read-document.ts'
import type { Repository } from './repository.ts'

const NAME = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g
/** `env['NAME']`, `env.NAME`, Python's `environ.get('NAME')`; and constants, which look the same. */
const READ = /\benv(?:iron)?(?:\.get)?[.[(]['"]?([A-Z][A-Z0-9_]*)|\bexport const ([A-Z][A-Z0-9_]*)/g

/** Variables of the environment that nothing reads. */
export function findUnreadVariables(
  document: Document,
  isRead: ReadonlySet<string>,
): readonly string[] {
  // What only an example reads is the reader's own; but a server refuses TAEL_ names it does not know.
  const ofExamples = namesRead(document.blocks.map(({ text }) => text).join('\n'))
  return document.lines.flatMap((text, index) =>
    [...text.matchAll(NAME)]
      .filter(([name]) => !isRead.has(name) && (name.startsWith('TAEL_') || !ofExamples.has(name)))
      .map(([name]) => `${document.path}:${index + 1} names ${name}, and nothing reads it`),
  )
}

/** What a compose file reads: `${NAME}`, `${NAME:?why}`. */
const READ_BY_COMPOSE = /\$\{([A-Z][A-Z0-9_]*)/g

/** Every variable that the product, its tests, its examples and its compose file read. */
export function variablesOf({ files, read }: Repository): ReadonlySet<string> {
  const ofCompose = files
    .filter((file) => file.endsWith('/compose.yml'))
    .flatMap((file) => [...read(file).matchAll(READ_BY_COMPOSE)].map(([, name = '']) => name))
  return new Set([
    ...ofCompose,
    ...files
      .filter((file) => /\.(?:ts|mjs|py)$/.test(file))
      .flatMap((file) => [...namesRead(read(file))]),
  ])
}

function namesRead(source: string): ReadonlySet<string> {
  return new Set(
    [...source.matchAll(READ)].map(([, variable, constant]) => variable ?? constant ?? ''),
  )
}
