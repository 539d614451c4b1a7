import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decode, photograph, readPng, type Picture } from '../../test/support/photograph.ts'
import type { Language } from '../language/language.ts'
import { codePng, codeSvg } from './code-image.ts'
import { letter } from './lettering.ts'
import { writePdf } from './pdf.ts'
import { drawPoster, PAPERS, type Paper } from './poster.ts'

const URL = 'https://pay.a-long-name.example.com/l/7kq2m9x4t1'

/** Out of focus, and in poor light: each pixel is the mean of its neighbors, and black is gray. */
function blurred({ pixels, width, height }: Picture, radius: number): Picture {
  const gray = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [sum, count] = [0, 0]
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const [nx, ny] = [x + dx, y + dy]
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue
          sum += pixels[(ny * width + nx) * 4] ?? 0
          count += 1
        }
      }
      const light = 60 + (sum / count) * 0.6
      gray.set([light, light, light, 255], (y * width + x) * 4)
    }
  }
  return { pixels: gray, width, height }
}

/** The squares of an SVG, four pixels wide. */
function paint(svg: string): Picture {
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) * 4
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < 16; at++) {
      const [px, py] = [Number(x) * 4 + (at % 4), Number(y) * 4 + Math.floor(at / 4)]
      pixels.set([0, 0, 0], (py * side + px) * 4)
    }
  }
  return { pixels, width: side, height: side }
}

const posters: readonly (readonly [Language, string, string])[] = [
  ['en', 'Harbour Tea House', 'Charity tea for the old harbour'],
  ['zh-Hans', '海港茶舍', '支持本地茶农与传统制茶'],
  ['zh-Hant', '海港茶舍', '中秋慈善茶會'],
]

describe('a poster', () => {
  for (const [language, merchant, title] of posters) {
    for (const paper of Object.keys(PAPERS) as Paper[]) {
      it(`is read at arm's length, crooked and out of focus: ${language}, ${paper}`, async () => {
        const text = { merchant, title, amount: 'HK$58.00', url: URL, language }
        const pdf = writePdf(drawPoster(text, paper), title)
        assert.equal(decode(blurred(await photograph(pdf), 1)), URL)
        assert.ok(pdf.length < 100_000, `${pdf.length} bytes`)
      })
    }
  }

  it('fits its paper, whatever it says', () => {
    const title = '一二三四五六七八九十'.repeat(6) + 'abc'
    const page = drawPoster(
      { merchant: title, title, amount: 'HK$999,999,999.99', url: URL, language: 'zh-Hant' },
      'a6',
    )
    for (const { path } of page.shapes) {
      for (const { at } of path) {
        assert.ok(
          at.every(
            (value, index) =>
              value >= -1 && value <= (index % 2 === 0 ? page.width : page.height) + 1,
          ),
        )
      }
    }
  })

  it('draws each language with letters of its own, and leaves out what no font has', () => {
    assert.notDeepEqual(letter('骨', 10, 'zh-Hans'), letter('骨', 10, 'zh-Hant'))
    assert.equal(letter('\u{10fffd}', 10, 'en').path.length, 0)
    for (const text of ['茶農與傳統嘅製茶', '茶农与传统的制茶', 'Café Ünïcødé']) {
      const drawn = letter(text, 10, 'zh-Hant').width
      assert.ok(drawn > 4 * text.length, `${text}: ${drawn}`)
    }
  })
})

describe('a code as a picture', () => {
  it('is read from its SVG and its PNG', () => {
    assert.equal(decode(readPng(codePng(URL))), URL)
    assert.equal(decode(paint(codeSvg(URL))), URL)
  })
})
