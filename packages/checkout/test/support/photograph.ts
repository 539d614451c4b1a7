import { PDFiumLibrary } from '@hyzyla/pdfium'
import readCode from 'jsqr'
import { PNG } from 'pngjs'

export type Picture = {
  /** Red, green, blue and opacity of each pixel. */
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** A phone's camera takes six pixels for a millimeter at arm's length, 3,000 for half a meter; a poor one half of it. */
const PIXELS_PER_MM = 3
const POINTS_PER_MM = 72 / 25.4
const CROOKED_DEGREES = 7
const WHITE = [255, 255, 255, 255] as const

/** What a poor camera sees of a PDF's first page at arm's length, if nobody holds it straight. */
export async function photograph(pdf: Uint8Array): Promise<Picture> {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(pdf)
    const { data, width, height } = await document
      .getPage(0)
      .render({ scale: PIXELS_PER_MM / POINTS_PER_MM, render: 'bitmap' })
    const pixels = new Uint8ClampedArray(data)
    document.destroy()
    return turned({ pixels, width, height }, CROOKED_DEGREES)
  } finally {
    library.destroy()
  }
}

export function readPng(file: Buffer): Picture {
  const { data, width, height } = PNG.sync.read(file)
  return { pixels: new Uint8ClampedArray(data), width, height }
}

/** What a real decoder finds in a picture. */
export function decode({ pixels, width, height }: Picture): string | undefined {
  return readCode.default(pixels, width, height)?.data
}

/** A picture turned around its middle, on white. */
function turned({ pixels, width, height }: Picture, degrees: number): Picture {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  const wide = Math.ceil(width * cos + height * sin)
  const high = Math.ceil(width * sin + height * cos)
  const result = new Uint8ClampedArray(wide * high * 4)
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const [dx, dy] = [x - wide / 2, y - high / 2]
      const fromX = Math.round(dx * cos + dy * sin + width / 2)
      const fromY = Math.round(dy * cos - dx * sin + height / 2)
      const isOn = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height
      const from = (fromY * width + fromX) * 4
      result.set(isOn ? pixels.subarray(from, from + 4) : WHITE, (y * wide + x) * 4)
    }
  }
  return { pixels: result, width: wide, height: high }
}
