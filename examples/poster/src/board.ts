import {
  FOLLOW,
  type Language,
  readLanguage,
  serveAssets,
  siteHeaders,
  type Tael,
} from '@tael-examples/common'
import { Hono } from 'hono'
import { boardPage, STYLE } from './board-page.ts'
import { fetchCode, fetchPoster, readCampaign } from './campaign.ts'

const POSTERS: Readonly<Record<string, Language>> = {
  '/poster-en.pdf': 'en',
  '/poster-zh-Hans.pdf': 'zh-Hans',
  '/poster-zh-Hant.pdf': 'zh-Hant',
}

/**
 * The screen at the stall, which is also where people come after they have paid: how far the campaign is, its
 * code, and its posters. It asks Tael for all of it; `id` is the campaign's.
 */
export function createBoard(
  tael: Tael,
  id: string,
): { readonly fetch: (request: Request) => Promise<Response> } {
  const app = new Hono()
  app.use(siteHeaders())
  serveAssets(app, [STYLE, FOLLOW])

  app.get('/', async (c) => {
    const campaign = await readCampaign(tael, id)
    return c.html(await boardPage(readLanguage(c.req.raw.headers), campaign))
  })

  app.get('/state', async (c) => {
    const { paid } = await readCampaign(tael, id)
    return c.json({ state: String(paid) })
  })

  app.get('/code.svg', async (c) => {
    const code = await fetchCode(tael, id)
    return c.body(await code.text(), 200, { 'content-type': 'image/svg+xml' })
  })

  for (const [path, language] of Object.entries(POSTERS)) {
    app.get(path, async (c) => {
      const poster = await fetchPoster(tael, id, language)
      return c.body(await poster.arrayBuffer(), 200, { 'content-type': 'application/pdf' })
    })
  }

  app.onError((_, c) =>
    c.text(
      'The counter does not answer. Nothing is lost; try again. 暫時無法讀取，請稍後再試。',
      503,
    ),
  )

  return { fetch: async (request) => app.fetch(request) }
}
