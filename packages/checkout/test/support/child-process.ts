import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const DATABASE_PROCESS = fileURLToPath(new URL('database-process.ts', import.meta.url))

/** What a process of its own can be asked to do; `database-process.ts` does it. */
export type Part =
  | 'hold'
  | 'migrate'
  | 'write'
  | 'write-to-failing-disk'
  | 'write-to-full-disk'
  | 'maintain-without-room'

/** Starts a process that plays a part on a database. It ends when its input is closed. */
export function startPart(
  part: Part,
  place: string,
): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn(process.execPath, [DATABASE_PROCESS, part, place], { stdio: 'pipe' })
}

/** Runs a part to its end. */
export async function runPart(
  part: Part,
  place: string,
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const child = startPart(part, place)
  child.stdin.end()
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { code, output, errors }
}
