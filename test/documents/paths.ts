import { posix } from 'node:path'
import type { Document } from './read-document.ts'
import { matches, type Repository } from './repository.ts'

/** Links, pictures and paths set as code that lead to nothing. */
export function findMissingPaths(
  document: Document,
  repository: Repository,
  others: ReadonlyMap<string, Document>,
): readonly string[] {
  const isNamed = nameIn(repository)
  return [
    ...document.links.flatMap(({ text, line }) => {
      const missing = missingTarget(text, document, repository, others)
      return missing === undefined ? [] : [`${document.path}:${line} leads to ${missing}`]
    }),
    ...document.spans
      .filter(({ text }) => isPath(text) && !isNamed(text, document))
      .map(({ text, line }) => `${document.path}:${line} names ${text}, and it is not there`),
  ]
}

function missingTarget(
  target: string,
  document: Document,
  { has }: Repository,
  others: ReadonlyMap<string, Document>,
): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? document.path : posix.join(posix.dirname(document.path), file)
  if (!has(path)) return `${path}, and it is not there`
  if (anchor === undefined || others.get(path)?.anchors.includes(anchor)) return undefined
  return `#${anchor}, and ${path} has no such heading`
}

const FILE = /\.(?:[cm]?[jt]s|json|md|sql|css|svg|png|py)$/
const TOP = /^(?:packages|examples|docs|test|bench|fixtures|scripts)\//

/** An address of a server begins with a slash; a path of the repository does not. */
function isPath(text: string): boolean {
  return (
    /^[\w.*…][\w.*…/-]*$/.test(text) && (FILE.test(text) || TOP.test(text) || /\w\/$/.test(text))
  )
}

/**
 * From the root, from the document's folder, or, as where the folders of one package are told of, as
 * the end of a path. A name with `…` in it stands for many: its folder has to be there.
 */
function nameIn({ files, has, read }: Repository) {
  const ignored = read('.gitignore').split('\n')
  return (text: string, document: Document): boolean => {
    if (ignored.includes(text)) return true
    const [known = '', more] = text.split('…')
    const path = more === undefined ? text : known.slice(0, known.lastIndexOf('/') + 1)
    if (path === '') return true
    if (has(path) || has(posix.join(posix.dirname(document.path), path))) return true
    if (path.endsWith('/')) return files.some((file) => `/${file}`.includes(`/${path}`))
    return files.some((file) =>
      path.includes('*') ? matches(file, path) : file.endsWith(`/${path}`),
    )
  }
}
