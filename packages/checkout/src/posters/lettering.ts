import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { create, type Font } from 'fontkit'
import type { Language } from '../language/language.ts'
import { moved, type Path } from './page.ts'

/** One line of text as outlines whose baseline begins at 0, 0. In points. */
export type Lettering = { readonly path: Path; readonly width: number }

/** The thin end of Noto Sans, in the forms of the mainland and of Hong Kong; a round pen gives it its weight. */
const FAMILIES = {
  'zh-Hans': 'noto-sans-sc',
  'zh-Hant': 'noto-sans-hk',
  en: 'noto-sans-sc',
} as const

type Slice = { readonly name: string; readonly ranges: readonly (readonly [number, number])[] }
type Family = { readonly folder: string; readonly slices: readonly Slice[] }

const families = new Map<string, Family>()
const fonts = new Map<string, Font>()

/** Draws a line of text; characters that no font has are left out. */
export function letter(text: string, size: number, language: Language): Lettering {
  const family = openFamily(FAMILIES[language])
  const path: Path[number][] = []
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const font = fontOf(family, code)
    if (font === undefined) continue
    const scale = size / font.unitsPerEm
    const glyph = font.glyphForCodePoint(code)
    path.push(...moved(outline(glyph.path.commands, scale), width, 0))
    width += glyph.advanceWidth * scale
  }
  return { path, width }
}

function openFamily(name: string): Family {
  const known = families.get(name)
  if (known !== undefined) return known
  const packageFile = `@fontsource-variable/${name}/package.json`
  const folder = dirname(createRequire(import.meta.url).resolve(packageFile))
  const listed = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<
    string,
    string
  >
  const slices = Object.entries(listed).map(([key, ranges]) => ({
    name: join('files', `${name}-${key.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`),
    ranges: ranges.split(',').map(rangeOf),
  }))
  const family = { folder, slices }
  families.set(name, family)
  return family
}

/** `U+4e00-4eff` or `U+4e00`. */
function rangeOf(text: string): readonly [number, number] {
  const [from = '', to = from] = text.replace('U+', '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}

function fontOf({ folder, slices }: Family, code: number): Font | undefined {
  const found = slices.filter(({ ranges }) =>
    ranges.some(([from, to]) => code >= from && code <= to),
  )
  for (const { name } of found) {
    const path = join(folder, name)
    const font = fonts.get(path) ?? (create(readFileSync(path)) as Font)
    fonts.set(path, font)
    if (font.hasGlyphForCodePoint(code)) return font
  }
  return undefined
}

type Command = { readonly command: string; readonly args: readonly number[] }

/** A glyph's outline, in points, downwards. Fonts draw curves with one control point. */
function outline(commands: readonly Command[], scale: number): Path {
  let [x, y] = [0, 0]
  return commands.map(({ command, args }): Path[number] => {
    const [a = 0, b = 0, c = 0, d = 0] = args.map(
      (value, index) => value * (index % 2 === 0 ? scale : -scale),
    )
    switch (command) {
      case 'moveTo':
      case 'lineTo':
        ;[x, y] = [a, b]
        return { to: command === 'moveTo' ? 'M' : 'L', at: [a, b] }
      case 'quadraticCurveTo': {
        const at = [
          x + ((a - x) * 2) / 3,
          y + ((b - y) * 2) / 3,
          c + ((a - c) * 2) / 3,
          d + ((b - d) * 2) / 3,
          c,
          d,
        ] as const
        ;[x, y] = [c, d]
        return { to: 'C', at }
      }
      case 'closePath':
        return { to: 'Z', at: [] }
      default:
        throw new Error(`No font of ours draws with ${command}`)
    }
  })
}
