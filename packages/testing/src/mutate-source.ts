import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A mistake put into the product's own source, to see that a test finds it. */
export type SourceMutation = {
  readonly name: string
  /** Each piece must be there exactly once, so that a mutation that no longer fits says so. */
  readonly edits: readonly SourceEdit[]
}

export type SourceEdit = {
  /** Below `packages/`. */
  readonly file: string
  readonly from: string
  readonly to: string
}

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url))

/**
 * From here on, the files that a mutation names are loaded as it changes them; nothing on the
 * disk changes. To be called before anything of the product is imported.
 */
export function mutateSource({ name, edits }: SourceMutation): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.startsWith('file:')) return loaded
      const path = fileURLToPath(url)
      const own = edits.filter(({ file }) => path === PACKAGES + file)
      if (own.length === 0) return loaded
      const text = sourceOf(loaded.source)
      return {
        ...loaded,
        source: own.reduce((source, edit) => applyEdit(name, source, edit), text),
      }
    },
  })
}

/** The text with the edit in it. Throws when the piece to replace is not there exactly once. */
export function applyEdit(name: string, source: string, { file, from, to }: SourceEdit): string {
  const times = source.split(from).length - 1
  if (times !== 1) {
    throw new Error(
      `The mutation "${name}" no longer fits: its piece is ${times} times in ${file}. Rewrite it.`,
    )
  }
  return source.replace(from, () => to)
}

function sourceOf(source: unknown): string {
  if (typeof source === 'string') return source
  return Buffer.from(source as Uint8Array).toString('utf8')
}
