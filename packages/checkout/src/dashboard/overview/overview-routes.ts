import { Hono } from 'hono'
import type { Account } from '../../accounts/account.ts'
import { readAccounts } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { createFiguresReader } from '../../figures/read-figures.ts'
import type { ApiEnv } from '../../http/api.ts'
import { lookThroughPayments } from '../../payments/read-payments.ts'
import { countDifferencesLeft } from '../../reconciliation/read-reconciliations.ts'
import { countAwaiting } from '../../refunds/read-refunds.ts'
import { readState } from '../../tasks/read-state.ts'
import { readFailingEndpoints } from '../../webhooks/read-webhooks.ts'
import type { FirstSteps } from '../accounts/first-steps.ts'
import { type Shell, zoneOf } from '../shell/shell.ts'
import { overviewPage, startPage, type OverviewView } from './overview-page.ts'

/** Work that is this late needs an operator's look: docs/budget.md. */
const LATE_MS = 10_000

/** The first page: today's figures, and what needs somebody now. */
export function dashboardOverviewRoutes(deps: Deps, { home, frame, page }: Shell): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const readFigures = createFiguresReader(deps)

  const stateOf = async (
    names: ReadonlyMap<string, string>,
  ): Promise<OverviewView['state'] | undefined> => {
    const state = await readState(deps)
    return (
      state && {
        inReview: state.paymentsInReview,
        late: Object.entries(state.lagSeconds)
          .map(([work, seconds]) => ({ work, ms: seconds * 1000 }))
          .filter(({ ms }) => ms >= LATE_MS),
        budgets: Object.entries(state.budgetLeft).map(([id, left]) => ({
          account: names.get(id) ?? id,
          left,
        })),
      }
    )
  }

  /** What comes next, until there is a payment. */
  const startOf = async (first: Account | undefined): Promise<FirstSteps | undefined> => {
    if (first === undefined) return { step: 'account' }
    if ((await lookThroughPayments(deps, {}, { limit: 1 })).payments.length > 0) return undefined
    return {
      step: 'payment',
      publicUrl: deps.publicUrl,
      accountPath: `${home}/accounts/${first.id}`,
      flow: first.settings.flow,
    }
  }

  app.get('/', async (c) => {
    const accounts = await readAccounts(deps)
    const names = new Map(accounts.map(({ id, name }) => [id, name]))
    const zone = zoneOf(accounts)
    const [first] = accounts
    const start = await startOf(first)
    if (start !== undefined) return page(c, startPage({ ...frame(c, zone), start }))
    const figures = await readFigures(zone)
    const state = await stateOf(names)
    const failing = await readFailingEndpoints(deps)
    const awaiting = await countAwaiting(deps)
    const differences = await countDifferencesLeft(deps)
    return page(
      c,
      overviewPage({
        ...frame(c, zone),
        figures,
        awaiting,
        differences,
        ...(state && { state }),
        // The origin alone, as a path may be a secret of its own.
        failing: failing.map(({ url }) => new URL(url).origin),
      }),
    )
  })

  return app
}
