import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { readJson } from './read-json.ts'

const HINT = 'Give the account as JSON on standard input: tael account add < account.json'

describe('JSON on standard input', () => {
  for (const isTTY of [true, false]) {
    it(`is asked for ${isTTY ? 'at a terminal' : 'nowhere else'}`, async () => {
      const input = Object.assign(new PassThrough(), { isTTY })
      const output = new PassThrough()
      input.end('{"name": "x"}')
      assert.deepEqual(await readJson(HINT, { input, output }), { name: 'x' })
      const said = isTTY ? `${HINT}\nOr type it here, and end it with Ctrl-D.\n` : ''
      assert.equal(await text(output.end()), said)
    })
  }
})
