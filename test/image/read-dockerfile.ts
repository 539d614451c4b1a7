import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** One line of `operations/Dockerfile`: `RUN`, and what it runs. */
type Instruction = { readonly name: string; readonly text: string }

export function readDockerfile(): readonly Instruction[] {
  return readFileSync(`${ROOT}operations/Dockerfile`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = ''] = line.split(' ')
      return { name, text: line.slice(name.length + 1) }
    })
}

/** The last one of that name, which counts. */
export function lastOf(name: string): string {
  return readDockerfile().findLast((one) => one.name === name)?.text ?? ''
}

/** What the image starts, without `node`. */
export function commandOf(name: 'ENTRYPOINT' | 'CMD'): readonly string[] {
  return (JSON.parse(lastOf(name)) as readonly string[]).filter((word) => word !== 'node')
}

/** What Docker runs to see whether the container is healthy, without `node`. */
export function healthCheck(): readonly string[] {
  const [, words = '[]'] = /CMD (\[.*\])$/.exec(lastOf('HEALTHCHECK')) ?? []
  return (JSON.parse(words) as readonly string[]).slice(1)
}
