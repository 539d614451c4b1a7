import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What documents may name: the files that are there, by their paths from the root. */
export type Repository = {
  readonly files: readonly string[]
  /** Files and folders. */
  readonly has: (path: string) => boolean
  readonly read: (path: string) => string
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.cache', '.tael'])

export function openRepository(): Repository {
  const entries = globSync(['**/*', '.*'], {
    cwd: ROOT,
    withFileTypes: true,
    exclude: ({ name }) => NOT_OURS.has(name),
  }).map((entry) => {
    const path = `${entry.parentPath}/${entry.name}`.slice(ROOT.length).replaceAll('\\', '/')
    return { path, isFile: entry.isFile() }
  })
  const paths = new Set(entries.map(({ path }) => path))
  const texts = new Map<string, string>()
  return {
    files: entries.filter(({ isFile }) => isFile).map(({ path }) => path),
    has: (path) => paths.has(path.replace(/\/$/, '')),
    read(path) {
      const text = texts.get(path) ?? readFileSync(ROOT + path, 'utf8')
      texts.set(path, text)
      return text
    },
  }
}

/** The documents: what a person reads about the repository. */
export function documentsOf({ files }: Repository): readonly string[] {
  return files.filter((path) => path.endsWith('.md'))
}

/** Whether a path is one of those that a name with `*` stands for. */
export function matches(path: string, pattern: string): boolean {
  const regex = pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')
  return new RegExp(`(?:^|/)${regex}$`).test(path)
}
