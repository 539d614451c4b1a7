// What nothing costs: the frameworks that Tael is built on, doing one thing for each request, and no work of their own.
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { request } from 'undici'

const { DATABASE_URL = '', TARGET_URL = '', PORT = '' } = process.env

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
await pool.query('create table row (id bigint generated always as identity primary key, text text)')
await pool.query('insert into row (text) values ($1)', ['x'])

const READ = { name: 'read', text: 'select * from row where id = $1', values: [1] }
const WRITE = {
  name: 'write',
  text: 'insert into row (text) values ($1)',
  values: ['x'.repeat(300)],
}
const FORM = {
  method: 'POST',
  body: 'txamt=2000&txcurrcd=HKD',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
}

const app = new Hono()
app.get('/request', (c) => c.json({ status: 'ok' }))
app.get('/call', async (c) => {
  const { body } = await request(TARGET_URL, FORM)
  return c.json(await body.json())
})
app.get('/read', async (c) => c.json((await pool.query(READ)).rows))
app.get('/write', async (c) => c.json((await pool.query(WRITE)).rows))

const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('listening\n'))
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void pool.end()
})
