import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encode } from 'uqr'
import { qrCode } from './qr-code.ts'

test('the drawing has every module of the code, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.webUrl(), async (url) => {
      const svg = (await qrCode(url, 'code')).toString()
      const { data, size } = encode(url, { ecc: 'M', border: 4 })
      assert.deepEqual(read(svg, size), data)
    }),
    { numRuns: 20 },
  )
})

/** Walks the path as a pen would. */
function read(svg: string, size: number): boolean[][] {
  const [, path = ''] = /stroke="#000" d="([^"]*)"/.exec(svg) ?? []
  const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  let x = 0
  let y = 0
  for (const [, command = '', first = '', second = ''] of path.matchAll(
    /([Mmh])(\d+)(?: (\d+)(?:\.5)?)?/g,
  )) {
    if (command === 'M') y = Number(second)
    if (command === 'h') drawn[y]?.fill(true, x, x + Number(first))
    x = command === 'M' ? Number(first) : x + Number(first)
  }
  return drawn
}
