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
  stop(): Promise<void>
}

/** The real PostgreSQL of this test run; one that ends with this process when none was given. */
export async function postgresUrl(): Promise<string> {
  if (testRun.databaseUrl !== undefined) return testRun.databaseUrl
  started ??= startPostgres()
  return (await started).url
}

/**
 * Starts a PostgreSQL in a temporary directory.
 *
 * A keeper process owns it and removes everything when we close its standard input, which the
 * kernel does for us should this process be killed.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const keeper = spawn(process.execPath, [KEEPER], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(keeper.stdout)
  const exited = once(keeper, 'exit')
  const [url] = (await Promise.race([once(lines, 'line'), exited.then(() => [])])) as [string?]
  if (url === undefined) throw new Error('PostgreSQL did not start; the reason is printed above.')

  lines.close()
  // None of this may keep a finished test process alive.
  keeper.unref()
  for (const pipe of [keeper.stdin, keeper.stdout])
    if ('unref' in pipe) (pipe.unref as () => void)()
  return {
    url,
    async stop() {
      keeper.ref()
      keeper.stdin.end()
      await exited
    },
  }
}
