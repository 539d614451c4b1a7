import { deflateSync } from 'node:zlib'
import type { Page, Path, Shape } from './page.ts'

/** One page as a PDF 1.4 file. Everything in it is an outline, so it needs no font and prints alike everywhere. */
export function writePdf({ width, height, shapes }: Page, title: string): Buffer {
  // PDF counts from the bottom.
  const content = deflateSync(`1 0 0 -1 0 ${n(height)} cm 1 j 1 J\n${shapes.map(draw).join('\n')}`)
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${n(width)} ${n(height)}]/Contents 4 0 R/Resources<<>>>>`,
    ),
    Buffer.concat([
      Buffer.from(`<</Length ${content.length}/Filter/FlateDecode>>stream\n`),
      content,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from(`<</Title<FEFF${utf16(title)}>/Producer(Tael)>>`),
  ]
  const parts = [Buffer.from('%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  objects.forEach((object, index) => {
    offsets.push(length)
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      object,
      Buffer.from('\nendobj\n'),
    ])
    parts.push(part)
    length += part.length
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const count = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows.join('')}trailer<</Size ${count}/Root 1 0 R/Info ${objects.length} 0 R>>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

const OPERATORS = { M: 'm', L: 'l', C: 'c', Z: 'h' } as const

function draw({ path, fill, pen }: Shape): string {
  const color = [1, 3, 5]
    .map((at) => n(Number.parseInt(fill.slice(at, at + 2), 16) / 255))
    .join(' ')
  if (pen === undefined) return `${color} rg\n${steps(path)}\nf`
  return `${color} rg ${color} RG ${n(pen)} w\n${steps(path)}\nB`
}

function steps(path: Path): string {
  return path.map(({ to, at }) => [...at.map(n), OPERATORS[to]].join(' ')).join('\n')
}

function n(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()
}
