import { browserPath } from './launch-browser.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

let server: PostgresServer | undefined

/** Before all tests: one real PostgreSQL and one unpacked browser. The environment reaches every test process. */
export async function globalSetup(): Promise<void> {
  process.env['CHROMIUM_PATH'] = await browserPath()
  if (process.env['TAEL_TEST_DATABASE_URL'] !== undefined) return
  server = await startPostgres()
  process.env['TAEL_TEST_DATABASE_URL'] = server.url
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
}
