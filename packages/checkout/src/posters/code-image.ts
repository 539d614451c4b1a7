import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** What a reader needs around it, in modules. */
const BORDER = 4
/** Pixels of a module: sharp on a screen and in print. */
const MODULE_PX = 16

function modulesOf(text: string): readonly (readonly boolean[])[] {
  return encode(text, { ecc: 'M', border: BORDER }).data
}

/** A QR code as SVG: black on white, without a size of its own. */
export function codeSvg(text: string): string {
  const rows = modulesOf(text)
  const size = rows.length
  const squares = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${squares.join('')}"/></svg>\n`
}

/** A QR code as PNG, one bit for a pixel. */
export function codePng(text: string): Buffer {
  const rows = modulesOf(text)
  const side = rows.length * MODULE_PX
  const lines = rows.flatMap((row) => {
    const bits = row.flatMap((isDark) => Array.from({ length: MODULE_PX }, () => !isDark))
    // Each line begins with its filter: none.
    const line = Buffer.from([0, ...bytesOf(bits)])
    return Array.from({ length: MODULE_PX }, () => line)
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.writeUInt8(1, 8)
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function bytesOf(bits: readonly boolean[]): number[] {
  return Array.from({ length: bits.length / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((byte, bit) => byte * 2 + Number(bit), 0),
  )
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
