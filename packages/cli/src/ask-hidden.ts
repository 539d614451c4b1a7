import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Where a person types, or a pipe instead, and where they read. */
export type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream
}

/**
 * Asks one question after the other; no answer is shown, or stands among the arguments where `ps` shows it. From a
 * pipe, each answer is a line. Undefined if the person leaves.
 */
export async function askHidden(
  questions: readonly string[],
  { input, output }: Terminal,
): Promise<readonly string[] | undefined> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const isTerminal = input.isTTY === true
  const typed = createInterface({ input, output: unseen, terminal: isTerminal, historySize: 0 })
  typed.on('SIGINT', () => typed.close())
  const lines = typed[Symbol.asyncIterator]()
  const answers: string[] = []
  try {
    for (const question of questions) {
      output.write(question)
      const line = await lines.next()
      output.write('\n')
      if (line.done === true) return undefined
      answers.push(line.value)
    }
    return answers
  } finally {
    typed.close()
  }
}
