import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { startProgram } from './start-program.ts'

test('a program that ends instead of serving is reported with its own words, and its folder is gone', async () => {
  let folder = ''
  const says = (words: string) => (its: string) => {
    folder = its
    return Promise.resolve(['--eval', `throw ${JSON.stringify(words)}`])
  }
  const options = { name: 'The proxy', isUp: () => Promise.reject(new Error('nobody is there')) }
  await assert.rejects(
    startProgram(process.execPath, says('port 80 is taken'), options),
    /^Error: The proxy has ended: [^]*port 80 is taken/,
  )
  assert.equal(existsSync(folder), false)
  await assert.rejects(
    startProgram('/nowhere/proxy', says('nothing'), options),
    /The proxy has ended: spawn \/nowhere\/proxy ENOENT/,
  )
})
