import type { Browser } from 'playwright-core'
import {
  payPagePolicy,
  samplePayerPages,
  type Language,
} from '../../packages/checkout/test/support/sample-payer-pages.ts'
import { servePages } from '../../packages/checkout/test/support/serve-pages.ts'

const PHONE = { width: 390, height: 844 }
const COLUMNS = 6
/** Half the size of a phone: legible, and small in the repository. */
const WIDTH = PHONE.width / 2
const GAP = 12

/** Every page that a payer can meet, under its name of docs/payer.md, on one sheet. */
export async function takeTour(
  browser: Browser,
  look: { readonly language: Language; readonly colorScheme: 'light' | 'dark' },
  file: string,
): Promise<void> {
  const pages = samplePayerPages(look.language)
  const server = await servePages((path) => {
    const html = pages[path.slice(1)]
    return html === undefined ? path === '/waits' || undefined : { html, policy: payPagePolicy() }
  })
  const phone = await browser.newPage({ viewport: PHONE, reducedMotion: 'reduce', ...look })
  const figures: string[] = []
  for (const name of Object.keys(pages)) {
    await phone.goto(`${server.origin}/${name}`)
    const picture = (await phone.screenshot()).toString('base64')
    figures.push(
      `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${picture}" /></figure>`,
    )
  }
  const width = COLUMNS * (WIDTH + GAP) + GAP
  const sheet = await browser.newPage({ viewport: { width, height: 600 } })
  await sheet.setContent(`<style>
      body{margin:${GAP}px 0 0 ${GAP}px;display:flex;flex-wrap:wrap;background:#d8dbd6;font:12px/1.5 sans-serif;color:#222}
      figure{margin:0 ${GAP}px ${GAP}px 0}
      img{display:block;width:${WIDTH}px}
    </style>${figures.join('')}`)
  await sheet.screenshot({ path: file, fullPage: true, type: 'jpeg', quality: 60 })
  await phone.close()
  await sheet.close()
  server.close()
}
