import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserPath, describeBrowser } from '@tael/testing/launch-browser'
import { type PostgresServer, startPostgres } from '@tael/testing/postgres-server'
import { testRun } from '@tael/testing/test-run'
import { makeServerTemplate, makeTemplate } from '../../packages/checkout/test/support/database.ts'

const made: { server?: PostgresServer; folder?: string } = {}

/** Before all tests: one real PostgreSQL, one embedded database to copy, one unpacked browser. */
export async function globalSetup(): Promise<void> {
  process.env['CHROMIUM_PATH'] = await browserPath()
  process.stdout.write(`Node ${process.version}, ${await describeBrowser()}\n`)

  if (testRun.databaseUrl === undefined) {
    made.server = await startPostgres()
    testRun.databaseUrl = made.server.url
  }
  await makeServerTemplate()
  made.folder = await mkdtemp(join(tmpdir(), 'tael-template-'))
  const path = join(made.folder, 'template.tar')
  await writeFile(path, (await makeTemplate()).stream())
  testRun.templatePath = path
}

export async function globalTeardown(): Promise<void> {
  await made.server?.stop()
  if (made.folder !== undefined) await rm(made.folder, { recursive: true, force: true })
}
