import { text } from 'node:stream/consumers'
import type { Terminal } from './ask-hidden.ts'
import { fail, say } from './output.ts'

/** Reads JSON from standard input, because `ps` shows arguments to everybody. At a terminal it first says what to type. */
export async function readJson(
  hint: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<unknown> {
  if (input.isTTY === true) say(`${hint}\nOr type it here, and end it with Ctrl-D.`, output)
  const typed = await text(input)
  try {
    return JSON.parse(typed)
  } catch {
    return fail('usage', hint)
  }
}
