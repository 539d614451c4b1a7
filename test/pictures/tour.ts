import type { Browser } from 'playwright-core'
import {
  payPagePolicy,
  samplePayerPages,
  type Language,
} from '../../packages/checkout/test/support/sample-payer-pages.ts'
import { servePages } from '../../packages/checkout/test/support/serve-pages.ts'
import { drawSheet, type Shot } from './draw-sheet.ts'

const PHONE = { width: 390, height: 844 }
const COLUMNS = 6
/** Half the size of a phone: legible, and small in the repository. */
const WIDTH = PHONE.width / 2

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
  const shots: Shot[] = []
  for (const name of Object.keys(pages)) {
    await phone.goto(`${server.origin}/${name}`)
    shots.push({ name, picture: await phone.screenshot() })
  }
  await drawSheet(browser, shots, { columns: COLUMNS, width: WIDTH, file })
  await phone.close()
  server.close()
}
