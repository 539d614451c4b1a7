import { Hono } from 'hono'
import { readServerFacts } from '../../backups/read-server-facts.ts'
import type { Deps } from '../../deps.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { readOlderSecretUse, reseal } from '../../resealing/reseal.ts'
import type { Shell } from '../shell/shell.ts'
import { settingsPage } from './settings-page.ts'

/** How the server is set. Mounted at /dashboard/settings. */
export function dashboardSettingsRoutes(
  deps: Deps,
  { home, frameOfAll, page }: Shell,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  app.get('/', async (c) => {
    const { publicUrl, daysKept } = deps
    const view = {
      publicUrl,
      daysKept,
      server: await readServerFacts(deps),
      olderSecrets: await readOlderSecretUse(deps),
    }
    return page(c, settingsPage({ ...(await frameOfAll(c)), ...view }))
  })

  app.post('/reseal', may('administer'), async (c) => {
    await reseal(acting(deps, c))
    return c.redirect(`${home}/settings`, 303)
  })

  return app
}
