import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import pg from 'pg'
import { isListening } from './is-listening.ts'
import { waitUntil } from './patience.ts'
import { startPostgres } from './postgres-server.ts'

test('the throw-away PostgreSQL is a real server, and leaves nothing behind when it is stopped', async () => {
  const server = await startPostgres()
  const folder = await dataFolder(server.url)
  assert.ok(existsSync(folder))

  await server.stop()
  assert.equal(existsSync(folder), false)
  assert.equal(await isListening(portOf(server.url)), false)
})

test('the throw-away PostgreSQL ends with a process that is killed', async () => {
  const module = JSON.stringify(new URL('./postgres-server.ts', import.meta.url).href)
  const program = `
    import { startPostgres } from ${module}
    console.log((await startPostgres()).url)
    setInterval(() => undefined, 1000)`
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface(owner.stdout), 'line')) as [string]
  const folder = await dataFolder(url)

  owner.kill('SIGKILL')
  await waitUntil(
    'the server and its data are gone',
    async () => !existsSync(folder) && !(await isListening(portOf(url))),
  )
})

async function dataFolder(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('show data_directory')
  await client.end()
  return rows[0]?.data_directory ?? ''
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}
