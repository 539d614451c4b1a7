import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'

const TAEL = new URL('../../packages/cli/bin/tael.mjs', import.meta.url).pathname

/** The command, as it is installed. */
export function tael(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [TAEL, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** Runs it to its end. */
export async function run(
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  const child = tael(args, options.env)
  child.stdin?.end(options.input ?? '')
  const { stdout, stderr } = child
  assert.ok(stdout && stderr)
  const [out, error, code] = await Promise.all([text(stdout), text(stderr), ended(child)])
  return { code, out, error }
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
