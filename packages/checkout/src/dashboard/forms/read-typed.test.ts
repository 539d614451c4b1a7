import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Hono } from 'hono'
import { readTyped } from './read-typed.ts'

type Field = [name: string, text: string]

async function read(fields: readonly Field[]): Promise<unknown> {
  const app = new Hono().post('/', async (c) => c.json(await readTyped(c)))
  const body = new URLSearchParams(fields)
  return (await app.request('/', { method: 'POST', body })).json()
}

it('a form has what was typed without the spaces around it, and ticked boxes in one field', async () => {
  const ticked: readonly Field[] = [
    ['permissions', 'read'],
    ['permissions', 'refund'],
  ]
  assert.deepEqual(await read([['name', ' Shop \n'], ...ticked]), {
    name: 'Shop',
    permissions: 'read refund',
  })
})

it('a password keeps its spaces, and so does what a device or Tael has sealed', async () => {
  const names = ['password', 'key', 'answer', 'sealed']
  const fields = names.map((name): Field => [name, ' x '])
  assert.deepEqual(await read(fields), Object.fromEntries(fields))
})
