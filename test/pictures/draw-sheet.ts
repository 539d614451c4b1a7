import type { Browser } from 'playwright-core'

const GAP = 12

export type Shot = {
  readonly name: string
  /** A PNG. */
  readonly picture: Buffer
}

/** Many pictures under their names on one sheet, each `width` wide: legible, and small in the repository. */
export async function drawSheet(
  browser: Browser,
  shots: readonly Shot[],
  { columns, width, file }: { readonly columns: number; readonly width: number; file: string },
): Promise<void> {
  const figures = shots.map(
    ({ name, picture }) =>
      `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}" /></figure>`,
  )
  const sheet = await browser.newPage({
    viewport: { width: columns * (width + GAP) + GAP, height: 600 },
  })
  await sheet.setContent(`<style>
      body{margin:${GAP}px 0 0 ${GAP}px;display:flex;flex-wrap:wrap;background:#d8dbd6;font:12px/1.5 sans-serif;color:#222}
      figure{margin:0 ${GAP}px ${GAP}px 0}
      img{display:block;width:${width}px}
    </style>${figures.join('')}`)
  await sheet.screenshot({ path: file, fullPage: true, type: 'jpeg', quality: 60 })
  await sheet.close()
}
