import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { CampaignOptions, Outcome } from './campaign.ts'
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

/** Runs test files a few at a time, the first few in any case. */
export async function runWhileTimeAllows(
  files: readonly string[],
  {
    env,
    atOnce,
    endAt,
    say,
  }: Pick<CampaignOptions, 'endAt' | 'say'> & {
    readonly env: Readonly<Record<string, string>>
    readonly atOnce: number
  },
): Promise<Outcome> {
  const broken: string[] = []
  let done = 0
  let tests = 0
  while (done < files.length && (done === 0 || performance.now() < endAt)) {
    const some = files.slice(done, done + atOnce)
    const { passed, failed } = await runTestFiles(some, env)
    done += some.length
    tests += passed
    broken.push(...failed)
    say(`${done} of ${files.length} files`)
  }
  return { done: `${done} of ${files.length} files, ${tests} tests`, broken }
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
