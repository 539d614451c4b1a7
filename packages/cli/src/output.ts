import { styleText } from 'node:util'

export const EXIT = { failure: 1, usage: 2, configuration: 3 } as const

/** Says what is wrong and ends the process; what a server or a backup refuses is a failure. */
export function fail(
  kind: keyof typeof EXIT,
  what: string,
  problems: readonly string[] = [],
): never {
  say(styleText('red', what), process.stderr)
  for (const problem of problems) say(`  - ${problem}`, process.stderr)
  process.exit(EXIT[kind])
}

export function say(line: string, stream: NodeJS.WritableStream = process.stdout): void {
  stream.write(`${line}\n`)
}

/** For a person and for a program. */
export function sayJson(answer: unknown): void {
  say(JSON.stringify(answer, null, 2))
}

/**
 * Resolves when something asks the process to end. Call it before you say that the process runs: a program that
 * reads that may end it immediately.
 */
export function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  process.once('SIGINT', () => resolve(undefined))
  process.once('SIGTERM', () => resolve(undefined))
  return promise
}
