import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Told } from './test-reporter.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORTER = new URL('test-reporter.ts', import.meta.url).href

/** Runs test files as `npm test` does; says how many tests passed, and how the others failed. */
export async function runTestFiles(
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
  node = process.execPath,
): Promise<{ readonly passed: number; readonly failed: readonly string[] }> {
  const { code, said } = await run(
    node,
    [
      '--conditions=@tael/source',
      '--test',
      // Node 22 has no such thing; a file that finds nothing set up sets up its own.
      ...(node === process.execPath ? ['--test-global-setup=test/support/global-setup.ts'] : []),
      '--test-concurrency=2',
      `--test-reporter=${REPORTER}`,
      ...files,
    ],
    env,
  )
  const told = said.split('\n').flatMap((line) => {
    const [, json] = /^told (\{.*\})$/.exec(line) ?? []
    return json === undefined ? [] : [JSON.parse(json) as Told]
  })
  const failed = told.flatMap(({ name, error }) =>
    error === undefined ? [] : [`${name}: ${error}`],
  )
  const passed = told.length - failed.length
  if (code !== 0 && failed.length === 0)
    failed.push(`the tests ended with ${String(code)}:\n${said}`)
  return { passed, failed }
}

/** `npm test`, and what it said. */
export function runEverything(): Promise<{ readonly code: number | null; readonly said: string }> {
  return run('npm', ['test'])
}

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [code, ...said] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, said: said.join('') }
}
