import { chownSync, existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { isListening } from './is-listening.ts'
import { ownerOfServer } from './server-owner.ts'
import { startProgram } from './start-program.ts'

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
  const port = await freePort()
  const fileIn = (folder: string): string => join(folder, 'pgbouncer.ini')
  const configure = (folder: string, server: URL): Promise<void> =>
    writeFile(
      fileIn(folder),
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
  const prepare = async (folder: string): Promise<readonly string[]> => {
    const file = fileIn(folder)
    await configure(folder, new URL(database))
    if (owner !== undefined) {
      for (const place of [folder, file]) chownSync(place, owner.uid, owner.gid)
    }
    return ['--quiet', file]
  }
  const { folder, close } = await startProgram(path, prepare, {
    name: 'PgBouncer',
    isUp: () => isListening(port),
    owner,
  })
  const address = `postgres://${username}@127.0.0.1:${port}`
  return {
    url: address + pathname,
    async leadTo(other) {
      await configure(folder, new URL(other))
      const console = new pg.Client({ connectionString: `${address}/pgbouncer` })
      // Its last answer may be the end of the connection.
      console.on('error', () => undefined)
      await console.connect()
      for (const command of [`KILL ${name}`, 'RELOAD', `RESUME ${name}`]) {
        await console.query(command)
      }
      await console.end()
    },
    close,
  }
}
