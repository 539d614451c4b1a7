import { Hono } from 'hono'
import { readAccountNames } from '../../accounts/read-accounts.ts'
import { AUDIT_ACTIONS } from '../../audit/audit-entry.ts'
import { readAudit, type ListedEntry } from '../../audit/read-audit.ts'
import { verifyChain } from '../../audit/verify-chain.ts'
import type { Deps } from '../../deps.ts'
import { rangeOfDays, readDay } from '../../language/zone.ts'
import { readOperators } from '../../operators/read-operators.ts'
import { parseId } from '../../platform/ids.ts'
import type { ShownEntry } from '../operators/operator-view.ts'
import type { Shell } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { auditPage } from './audit-page.ts'
import { sayDeed } from './show-audit-entry.ts'
import { showFacts, type FactsShown } from './show-audit-facts.ts'

const PAGE = 50

/** The audit log, with filters, and the check of its chain. */
export function dashboardAuditRoutes(deps: Deps, { home, frameOfAll, page }: Shell): Hono {
  const app = new Hono()

  app.get('/', async (c) => {
    const view = await frameOfAll(c)
    const given = (name: string): string => c.req.query(name)?.slice(0, 100).trim() ?? ''
    const filter = {
      about: given('about').replace(/\p{Cc}/gu, ''),
      action: AUDIT_ACTIONS.find((each) => each === c.req.query('action')),
      from: readDay(given('from')) ?? '',
      to: readDay(given('to')) ?? '',
    }
    const startingAfter = parseId('aud', given('after'))
    const { entries, hasMore } = await readAudit(deps, {
      limit: PAGE,
      startingAfter,
      action: filter.action,
      about: filter.about === '' ? undefined : filter.about,
      created: rangeOfDays(filter, view.timeZone),
    })
    const query = { ...filter, action: filter.action ?? '' }
    const verified = c.req.query('check') === 'yes' ? await verifyChain(deps) : undefined
    const names = await namesOf(deps)
    return page(
      c,
      auditPage({
        ...view,
        filter,
        entries: entries.map((entry) => showEntry(entry, { ...view, names })),
        names,
        ...turned({ path: `${home}/audit`, query, startingAfter, rows: entries, hasMore }),
        verified: verified && { entries: verified.end.sequence, broken: verified.broken },
      }),
    )
  })

  return app
}

function showEntry(entry: ListedEntry, shown: FactsShown): ShownEntry {
  const [who, what] = sayDeed(entry.who, entry.action, shown.language)
  return { ...entry, who, what, facts: showFacts(entry, shown) }
}

async function namesOf(deps: Deps): Promise<ReadonlyMap<string, string>> {
  const [accounts, operators] = await Promise.all([readAccountNames(deps), readOperators(deps)])
  return new Map([...accounts, ...operators.map(({ id, name }) => [id, name] as const)])
}
