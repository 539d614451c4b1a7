import readCode from 'jsqr'
import * as mupdf from 'mupdf'

export type Picture = {
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** A phone's camera takes six pixels for a millimeter at arm's length, 3,000 for half a meter; a poor one half of it. */
const PIXELS_PER_MM = 3
const POINTS_PER_MM = 72 / 25.4

/** What a poor camera sees of a page at arm's length, if nobody holds it straight. */
export const AT_ARMS_LENGTH = { degrees: 7, pixelsPerPoint: PIXELS_PER_MM / POINTS_PER_MM } as const

/** What a camera sees of a page that it does not hold straight. */
export function photograph(
  file: Uint8Array,
  type: string,
  { degrees, pixelsPerPoint }: Readonly<Record<'degrees' | 'pixelsPerPoint', number>>,
): Picture {
  const page = mupdf.Document.openDocument(file, type).loadPage(0)
  const turned = mupdf.Matrix.concat(
    mupdf.Matrix.scale(pixelsPerPoint, pixelsPerPoint),
    mupdf.Matrix.rotate(degrees),
  )
  const map = page.toPixmap(turned, mupdf.ColorSpace.DeviceRGB, false)
  const rgb = map.getPixels()
  const [width, height] = [map.getWidth(), map.getHeight()]
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    pixels.set([rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0, 255], at * 4)
  }
  return { pixels, width, height }
}

/** What a real decoder finds in a picture. */
export function decode({ pixels, width, height }: Picture): string | undefined {
  return readCode.default(pixels, width, height)?.data
}
