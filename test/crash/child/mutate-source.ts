import { registerHooks } from 'node:module'
import { MUTATIONS } from '../mutations.ts'

/** Breaks one exact piece of one source file while it is loaded; the file itself stays as it is. */
export function mutateSource(name: string): void {
  const mutation = MUTATIONS.find((each) => each.name === name)
  if (mutation === undefined) throw new Error(`There is no mutation ${name}`)
  const { file, piece, instead } = mutation
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.endsWith(`/${file}`)) return loaded
      const source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
      if (source.split(piece).length !== 2) {
        throw new Error(
          `The mutation "${name}" no longer fits ${file}: it must name one piece of it`,
        )
      }
      return { ...loaded, source: source.replace(piece, () => instead) }
    },
  })
}
