import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Mutation } from './mutations.ts'

const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url))

/**
 * From here on, the files that a mutation names are loaded with its mistake in them; nothing on the
 * disk changes. To be called before anything of the product is imported.
 */
export function mutate({ name, edits }: Mutation): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.startsWith('file:')) return loaded
      const path = fileURLToPath(url)
      const own = edits.filter(({ file }) => path === PACKAGES + file)
      if (own.length === 0) return loaded
      const text = sourceOf(loaded.source)
      return { ...loaded, source: own.reduce((source, edit) => apply(name, source, edit), text) }
    },
  })
}

/** The text with the mistake in it. Throws when the piece to replace is not there exactly once. */
export function apply(
  name: string,
  source: string,
  { file, from, to }: Mutation['edits'][number],
): string {
  const times = source.split(from).length - 1
  if (times !== 1) {
    throw new Error(
      `The mutation "${name}" no longer fits: its piece is ${times} times in ${file}. Write it anew in test/simulation/mutations.ts.`,
    )
  }
  return source.replace(from, () => to)
}

function sourceOf(source: unknown): string {
  if (typeof source === 'string') return source
  return Buffer.from(source as Uint8Array).toString('utf8')
}
