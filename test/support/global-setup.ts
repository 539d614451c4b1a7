import { existsSync, statfsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserPath, describeBrowser } from '@tael/testing/launch-browser'
import { type PostgresServer, startPostgres } from '@tael/testing/postgres-server'
import { preparePostgres } from '@tael/testing/prepared-postgres'
import { testRun } from '@tael/testing/test-run'
import { makeServerTemplate, writeTemplate } from '../../packages/checkout/test/support/database.ts'

const MEMORY = '/dev/shm'
const ROOM_BYTES = 4 * 2 ** 30

const made: { server?: PostgresServer; folder?: string } = {}

/** Before all tests: one real PostgreSQL, one embedded database to copy, one unpacked browser. */
export async function globalSetup(): Promise<void> {
  // `npm test` has made all of it for each of its processes.
  if (testRun.templatePath !== undefined) return
  process.env['CHROMIUM_PATH'] = await browserPath()
  process.stdout.write(`Node ${process.version}, ${await describeBrowser()}\n`)

  made.folder = await mkdtemp(join(temporaryFolder(), 'tael-tests-'))
  // PostgreSQL's own user walks through it.
  await chmod(made.folder, 0o755)
  process.env['TMPDIR'] = made.folder
  if (testRun.databaseUrl === undefined) {
    const folder = join(made.folder, 'postgres')
    await mkdir(folder)
    preparePostgres(folder)
    testRun.postgresFolder = folder
    made.server = await startPostgres()
    testRun.databaseUrl = made.server.url
  }
  await makeServerTemplate()
  const path = join(made.folder, 'template.tar')
  await writeTemplate(path)
  testRun.templatePath = path
}

export async function globalTeardown(): Promise<void> {
  await made.server?.stop()
  // A server whose process has ended may still be removing its data.
  if (made.folder !== undefined)
    await rm(made.folder, { recursive: true, force: true, maxRetries: 5 })
}

/** In memory if there is room: each test database is a thousand files, and a disk takes a millisecond for one. */
function temporaryFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir()
}
