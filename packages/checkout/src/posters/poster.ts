import { encode } from 'uqr'
import type { Language } from '../language/language.ts'
import { letter } from './lettering.ts'
import { moved, rectangle, type Page, type Path, type Shape } from './page.ts'

/** What a poster says. */
export type PosterText = {
  readonly merchant: string
  readonly title: string
  /** Such as `HK$58.00`; undefined if the payer chooses it. */
  readonly amount: string | undefined
  /** What the code says. */
  readonly url: string
  readonly language: Language
}

/** In millimeters. */
export const PAPERS = { a5: [148, 210], a6: [105, 148] } as const
export type Paper = keyof typeof PAPERS

const POINTS_PER_MM = 72 / 25.4
const [INK, SOFT, GREEN, WHITE, TINT] = ['#16201b', '#56615a', '#07693f', '#ffffff', '#e2f2e8']

const SAID: Readonly<Record<Language, { readonly scan: string; readonly confirm: string }>> = {
  en: {
    scan: 'Scan with WeChat to pay',
    confirm: 'You confirm in WeChat before anything is charged',
  },
  'zh-Hans': { scan: '微信扫一扫付款', confirm: '您在微信确认后才会扣款' },
  'zh-Hant': { scan: '微信掃一掃付款', confirm: '您在微信確認後才會扣款' },
}

/** A page to print and to hang on a wall. Everything is measured in hundredths of its width. */
export function drawPoster(text: PosterText, paper: Paper): Page {
  const [width, height] = PAPERS[paper].map((mm) => mm * POINTS_PER_MM) as [number, number]
  const unit = width / 100
  const { language } = text
  const said = SAID[language]
  const line = (words: string, of: Omit<Line, 'language' | 'unit'>): readonly Shape[] =>
    drawLine(words, { ...of, language, unit })
  const titleLines = wrap(text.title, language)
  const titleSize = titleLines.length > 1 ? 6.6 : 8.6
  // Without an amount the title stands lower.
  const titleTop = (titleLines.length > 1 ? 23 : 26) + (text.amount === undefined ? 5 : 0)
  const codeTop = 55.5
  const codeSize = 58
  const shapes = [
    fill(rectangle({ x: 0, y: 0, width, height }), WHITE),
    fill(rectangle({ x: 0, y: 0, width, height: 2.4 * unit }), GREEN),
    ...line(text.merchant, { y: 13, size: 4.6, bold: 0.07, color: SOFT }),
    ...titleLines.flatMap((words, index) =>
      line(words, {
        y: titleTop + index * titleSize * 1.3,
        size: titleSize,
        bold: 0.085,
        color: INK,
      }),
    ),
    ...(text.amount === undefined
      ? []
      : line(text.amount, { y: 44.5, size: 9, bold: 0.1, color: GREEN })),
    fill(
      rectangle(
        { x: 16 * unit, y: (codeTop - 5) * unit, width: 68 * unit, height: 68 * unit },
        5 * unit,
      ),
      TINT,
    ),
    fill(
      rectangle(
        { x: 18 * unit, y: (codeTop - 3) * unit, width: 64 * unit, height: 64 * unit },
        3.5 * unit,
      ),
      WHITE,
    ),
    fill(codePath(text.url, { x: 21 * unit, y: codeTop * unit, size: codeSize * unit }), '#000000'),
    ...line(said.scan, { y: 129.5, size: 5.8, bold: 0.085, color: INK }),
    ...line(said.confirm, { y: 136, size: 3, bold: 0.05, color: SOFT }),
  ]
  return { width, height, shapes }
}

type Line = {
  /** Of its baseline, and the height of its letters, in hundredths of the page's width. */
  readonly y: number
  readonly size: number
  /** The width of the pen, as a part of the size. */
  readonly bold: number
  readonly color: string
  readonly language: Language
  readonly unit: number
}

/** In the middle; smaller if it would not fit. */
function drawLine(words: string, line: Line): readonly Shape[] {
  const { unit, language, color, bold } = line
  const widest = 86 * unit
  const wanted = letter(words, line.size * unit, language)
  const size = line.size * unit * Math.min(1, widest / Math.max(wanted.width, 1))
  const { path, width } = letter(words, size, language)
  if (path.length === 0) return []
  return [
    { path: moved(path, 50 * unit - width / 2, line.y * unit), fill: color, pen: bold * size },
  ]
}

/** Two lines where one would be too small: at a space, or between two Chinese characters. */
function wrap(title: string, language: Language): readonly string[] {
  const { width } = letter(title, 8.6, language)
  if (width <= 100) return [title]
  const middle = title.length / 2
  const breaks = [...title.matchAll(/\s+|(?<=\p{Script=Han})(?=\p{Script=Han})/gu)].map(
    ({ index, 0: { length } }) => ({ index, length }),
  )
  const [best] = breaks.toSorted(
    (one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle),
  )
  if (best === undefined) return [title]
  return [title.slice(0, best.index), title.slice(best.index + best.length)]
}

function fill(path: Path, color: string): Shape {
  return { path, fill: color }
}

/** The dark modules of a code, row by row: neighbors are one rectangle, so that no seam shows. */
function codePath(
  url: string,
  at: { readonly x: number; readonly y: number; readonly size: number },
): Path {
  const { data, size } = encode(url, { ecc: 'M', border: 0 })
  const module = at.size / size
  return data.flatMap((row, y) =>
    runs(row).flatMap(({ from, to }) =>
      rectangle({
        x: at.x + from * module,
        y: at.y + y * module,
        width: (to - from) * module,
        // A hair more, over the next row, which closes the seam between them.
        height: module * (data[y + 1] === undefined ? 1 : 1.01),
      }),
    ),
  )
}

function runs(row: readonly boolean[]): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = []
  row.forEach((isDark, x) => {
    const last = found.at(-1)
    if (!isDark) return
    if (last?.to === x) last.to = x + 1
    else found.push({ from: x, to: x + 1 })
  })
  return found
}
