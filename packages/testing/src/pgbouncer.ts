import { spawn } from 'node:child_process'
import { chownSync, existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { isListening } from './is-listening.ts'
import { waitUntil } from './patience.ts'
import { ownerOfServer } from './server-owner.ts'

const PLACES = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

/** Where this machine's PgBouncer is; undefined: it has none. */
export const pgbouncerPath: string | undefined = PLACES.find((path) => existsSync(path))

export interface Pgbouncer {
  /** The address for its clients. */
  readonly url: string
  /** Cuts every connection to the server, and leads clients to another one, as an operator does after a fail-over. */
  readonly leadTo: (database: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts PgBouncer in transaction mode in front of a database, with so many sessions that its clients share. */
export async function startPgbouncer(
  path: string,
  { database, sessions }: { readonly database: string; readonly sessions: number },
): Promise<Pgbouncer> {
  const { username, pathname } = new URL(database)
  const name = pathname.slice(1)
  const owner = ownerOfServer()
  const directory = await mkdtemp(join(tmpdir(), 'tael-pgbouncer-'))
  const port = await freePort()
  const file = join(directory, 'pgbouncer.ini')
  const configure = (server: URL): Promise<void> =>
    writeFile(
      file,
      `[databases]
${name} = host=${server.hostname} port=${server.port} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
admin_users = ${username}
pool_mode = transaction
default_pool_size = ${sessions}
ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout
`,
    )
  await configure(new URL(database))
  if (owner !== undefined) {
    for (const place of [directory, file]) chownSync(place, owner.uid, owner.gid)
  }
  const server = spawn(path, ['--quiet', file], { stdio: ['ignore', 'ignore', 'pipe'], ...owner })
  let said = ''
  server.stderr.on('data', (text) => (said += String(text)))
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await waitUntil('PgBouncer to listen', async () => {
    if (server.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`)
    return isListening(port)
  })
  const address = `postgres://${username}@127.0.0.1:${port}`
  return {
    url: address + pathname,
    async leadTo(other) {
      await configure(new URL(other))
      const console = new pg.Client({ connectionString: `${address}/pgbouncer` })
      // Its last answer may be the end of the connection.
      console.on('error', () => undefined)
      await console.connect()
      for (const command of [`KILL ${name}`, 'RELOAD', `RESUME ${name}`]) {
        await console.query(command)
      }
      await console.end()
    },
    async close() {
      server.kill()
      await ended
      await rm(directory, { recursive: true })
    },
  }
}
