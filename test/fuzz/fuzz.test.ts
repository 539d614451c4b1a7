import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fuzzReader, fuzzServer } from './fuzz.ts'
import { READERS } from './readers.ts'
import { openTargets } from './world.ts'

const SEED = 20260302
/** A slice of what `npm run prove` sends without end. */
const INPUTS = 150

describe('what comes from outside', () => {
  for (const reader of READERS) {
    it(`is read without a fault of ours: ${reader.name}`, async () => {
      assert.equal(await fuzzReader(reader, { seed: SEED, inputs: INPUTS }), undefined)
    })
  }

  it('is answered without a fault of ours, by checkout and sandbox', async () => {
    const { targets, close } = await openTargets()
    try {
      for (const target of targets) {
        const broken = await fuzzServer(target, { seed: SEED, inputs: INPUTS })
        assert.equal(broken[0], undefined, `${broken.length} of ${INPUTS}`)
      }
    } finally {
      await close()
    }
  })
})

describe('the search for faults of ours', () => {
  it('finds a reader that throws what it must not, or takes too long', async () => {
    const found = await fuzzReader(
      { name: 'a number', input: fc.string(), read: (text) => BigInt(String(text)) },
      { seed: SEED, inputs: 100 },
    )
    assert.match(found ?? '', /^a number: SyntaxError/)
  })

  it('finds a server that answers 500, and one that hangs up', async () => {
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/ends') === true) request.destroy()
      else response.writeHead(request.method === 'PUT' ? 500 : 200).end()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    const target = {
      url: `http://127.0.0.1:${address.port}`,
      paths: ['/stays', '/ends'],
      known: ['x'],
      headers: [],
      bodies: { '/': { amount: 1 } },
    }
    const broken = await fuzzServer(target, { seed: SEED, inputs: 100 })
    server.close()
    assert.ok(broken.some((each) => each.startsWith('500: ')))
    assert.ok(broken.some((each) => each.startsWith('closed: ')))
  })
})
