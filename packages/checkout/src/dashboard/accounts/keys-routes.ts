import { Hono } from 'hono'
import { keyState } from '../../accounts/api-key.ts'
import { readApiKeyPage } from '../../accounts/api-keys.ts'
import { readAccountNames } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import type { ApiEnv } from '../../http/api.ts'
import { parseId } from '../../platform/ids.ts'
import { nameAmong, type Shell } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { keysPage } from './keys-page.ts'

const PAGE = 50

/** The keys of all accounts; an account's own page adds, rolls and revokes them. Mounted at /dashboard/accounts/keys. */
export function dashboardKeysRoutes(deps: Deps, { home, frameOfAll, page }: Shell): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/accounts/keys`

  app.get('/', async (c) => {
    const startingAfter = parseId('key', c.req.query('after') ?? '')
    const { keys, hasMore } = await readApiKeyPage(deps, { limit: PAGE, startingAfter })
    const names = await readAccountNames(deps)
    const now = deps.clock.now()
    return page(
      c,
      keysPage({
        ...(await frameOfAll(c)),
        keys: keys.map((key) => ({
          key,
          status: keyState(key, now),
          path: `${home}/accounts/${key.accountId}`,
          account: nameAmong(names, key.accountId),
        })),
        ...turned({ path: ownPath, startingAfter, rows: keys, hasMore }),
      }),
    )
  })

  return app
}
