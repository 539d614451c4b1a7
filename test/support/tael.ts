import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { endWithUs } from '@tael/testing/end-with-us'

const CLI = new URL('../../packages/cli/', import.meta.url).pathname
/** The command itself: a launcher in front of each would be another process. */
const COMMAND = ['--conditions=@tael/source', `${CLI}src/main.ts`]
const SEVERAL = ['--conditions=@tael/source', new URL('run-several.ts', import.meta.url).pathname]
/** As it is installed: finds a Node, and passes signals on. */
export const LAUNCHER = [`${CLI}bin/tael.mjs`]

export function tael(
  args: readonly string[],
  env: Record<string, string> = {},
  program: readonly string[] = COMMAND,
): ChildProcess {
  const child = spawn(process.execPath, [...program, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return endWithUs(child)
}

/** Runs it to its end. */
export async function run(
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string; program?: readonly string[] } = {},
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  const child = tael(args, options.env, options.program)
  child.stdin?.end(options.input ?? '')
  const { stdout, stderr } = child
  assert.ok(stdout && stderr)
  const [out, error, code] = await Promise.all([text(stdout), text(stderr), ended(child)])
  return { code, out, error }
}

/** What each of several commands says; one process loads Tael for all of them, and all must succeed. */
export async function runSeveral(
  commands: readonly (readonly string[])[],
  env: Record<string, string>,
): Promise<readonly string[]> {
  const args = commands.map((command) => JSON.stringify(command))
  const { code, out, error } = await run(args, { env, program: SEVERAL })
  assert.equal(code, 0, error)
  return out.split('\0')
}

/** Waits for a line. Hangs up on the output, too: its reader may go, and the command continues. */
export async function printed(child: ChildProcess, line: RegExp): Promise<RegExpExecArray> {
  assert.ok(child.stdout)
  let output = ''
  for await (const chunk of child.stdout) {
    output += String(chunk)
    const found = line.exec(output)
    if (found !== null) return found
  }
  throw new Error(`tael ended and has not printed ${line}`)
}

export function ended(child: ChildProcess): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.once('exit', (code) => resolve(code))
  return promise
}
