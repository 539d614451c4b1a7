import { spawn } from 'node:child_process'
import { chownSync, existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { isListening } from './is-listening.ts'
import { waitUntil } from './patience.ts'
import { ownerOfServer } from './server-owner.ts'

const PLACES = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

/** Where this machine's PgBouncer is; undefined: it has none. */
export const pgbouncerPath: string | undefined = PLACES.find((path) => existsSync(path))

/**
 * Starts PgBouncer in transaction mode in front of a database, with so many sessions that its clients
 * share; returns the address for them.
 */
export async function startPgbouncer(
  path: string,
  { database, sessions }: { readonly database: string; readonly sessions: number },
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const { hostname, port: serverPort, username, pathname } = new URL(database)
  const owner = ownerOfServer()
  const directory = await mkdtemp(join(tmpdir(), 'tael-pgbouncer-'))
  const port = await freePort()
  const file = join(directory, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${serverPort} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${sessions}
ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout
`,
  )
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
  return {
    url: `postgres://${username}@127.0.0.1:${port}${pathname}`,
    async close() {
      server.kill()
      await ended
      await rm(directory, { recursive: true })
    },
  }
}
