import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { testRun } from './test-run.ts'

const KEEPER = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url))

let started: Promise<PostgresServer> | undefined

export interface PostgresServer {
  /** A superuser's address; the server listens on the loopback only and its data is thrown away. */
  readonly url: string
  /**
   * Kills it, halts it like an impatient operator, starts it again on its data, freezes it as a machine that
   * hangs, or makes a standby the primary.
   */
  readonly do: (what: 'kill' | 'halt' | 'start' | 'freeze' | 'promote') => Promise<void>
  readonly stop: () => Promise<void>
}

/** The real PostgreSQL of this test run; one that ends with this process when none was given. */
export async function postgresUrl(): Promise<string> {
  if (testRun.databaseUrl !== undefined) return testRun.databaseUrl
  started ??= startPostgres()
  return (await started).url
}

/** Gives a command and the processes that it starts a real PostgreSQL, unless they have one. */
export async function withPostgres<Value>(work: () => Promise<Value>): Promise<Value> {
  if (testRun.databaseUrl !== undefined) return work()
  const server = await startPostgres()
  testRun.databaseUrl = server.url
  try {
    return await work()
  } finally {
    testRun.databaseUrl = undefined
    await server.stop()
  }
}

/** Starts a standby that follows another server; it serves reads until it is promoted. */
export function startStandby(
  primary: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  return startKeeper([JSON.stringify(settings), primary])
}

/**
 * Starts a PostgreSQL in a temporary directory.
 *
 * A keeper process owns it and removes everything when we close its standard input, which the
 * kernel does for us should this process be killed. Without settings it is fast and not safe.
 */
export function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  place?: string,
): Promise<PostgresServer> {
  return startKeeper([JSON.stringify(settings)], place)
}

async function startKeeper(args: readonly string[], place?: string): Promise<PostgresServer> {
  const keeper = spawn(process.execPath, [KEEPER, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...(place !== undefined && { TMPDIR: place }) },
  })
  const lines = createInterface(keeper.stdout)
  const exited = once(keeper, 'exit')
  const answer = (): Promise<readonly string[]> =>
    Promise.race([once(lines, 'line') as Promise<string[]>, exited.then(() => [])])
  const [url] = await answer()
  if (url === undefined) throw new Error('PostgreSQL did not start; the reason is printed above.')

  // None of this may keep a finished test process alive.
  keeper.unref()
  for (const pipe of [keeper.stdin, keeper.stdout])
    if ('unref' in pipe) (pipe.unref as () => void)()
  return {
    url,
    async do(what) {
      keeper.stdin.write(`${what}\n`)
      const [done] = await answer()
      if (done === undefined) throw new Error(`PostgreSQL did not ${what}; the reason is above.`)
    },
    async stop() {
      keeper.ref()
      keeper.stdin.end()
      await exited
    },
  }
}
