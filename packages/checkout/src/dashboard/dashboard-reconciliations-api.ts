import { Hono } from 'hono'
import { accountNames, findAccount } from '../accounts/find-account.ts'
import type { Deps } from '../deps.ts'
import type { ApiEnv } from '../http/api.ts'
import { notFound } from '../http/not-found.ts'
import { parseId } from '../platform/ids.ts'
import {
  countDifferencesLeft,
  countDifferencesLeftOf,
  readDifferences,
  readReconciliation,
  readReconciliations,
} from '../reconciliation/read-reconciliations.ts'
import type { Reconciliation } from '../reconciliation/reconciliation.ts'
import { streamDifferences } from '../reconciliation/stream-differences.ts'
import { dashboardDifferencesApi } from './dashboard-differences-api.ts'
import { reconciliationPage } from './pages/reconciliation-page.ts'
import { reconciliationsPage } from './pages/reconciliations-page.ts'
import { nameAmong, type Shell } from './shell.ts'
import { differenceRow, runRow, wholeRun } from './show-reconciliation.ts'

const RUNS = 30
const DIFFERENCES = 50

/** The operators' pages about reconciliations. Mounted behind the session, under the same policy. */
export function dashboardReconciliationsApi(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frame, page } = shell
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/reconciliations`

  app.get('/', async (c) => {
    const startingAfter = parseId('rcn', c.req.query('after') ?? '')
    const { runs, hasMore } = await readReconciliations(deps, { limit: RUNS, startingAfter })
    const names = await accountNames(deps)
    const left = await countDifferencesLeftOf(
      deps,
      runs.map(({ id }) => id),
    )
    const last = runs.at(-1)
    return page(
      c,
      reconciliationsPage({
        ...frame(c),
        runs: runs.map((run) =>
          runRow(run, home, {
            account: nameAmong(names, run.accountId),
            left: left.get(run.id),
          }),
        ),
        differencesLeft: await countDifferencesLeft(deps),
        ...(startingAfter !== undefined && { newestPath: ownPath }),
        ...(hasMore && last !== undefined && { olderPath: `${ownPath}?after=${last.id}` }),
      }),
    )
  })

  app.route('/differences', dashboardDifferencesApi(deps, shell))

  const runOf = async (text: string): Promise<Reconciliation> => {
    const id = parseId('rcn', text)
    return (id && (await readReconciliation(deps, id))) ?? notFound()
  }

  app.get('/:run', async (c) => {
    const run = await runOf(c.req.param('run'))
    const resolved = (['true', 'false'] as const).find((each) => each === c.req.query('resolved'))
    const isResolved = resolved === undefined ? undefined : resolved === 'true'
    const startingAfter = parseId('dif', c.req.query('after') ?? '')
    const { differences, hasMore } = await readDifferences(deps, {
      reconciliationId: run.id,
      isResolved,
      startingAfter,
      limit: DIFFERENCES,
    })
    const { name, settings } = await findAccount(deps, run.accountId)
    const left = await countDifferencesLeftOf(deps, [run.id])
    const last = differences.at(-1)
    const path = (cursor: Record<string, string>): string =>
      `${ownPath}/${run.id}?${new URLSearchParams({ ...(resolved !== undefined && { resolved }), ...cursor }).toString()}`
    const view = frame(c, settings.utcOffset)
    return page(
      c,
      reconciliationPage({
        ...view,
        run: wholeRun(run, home, { account: name, left: left.get(run.id) }),
        filter: isResolved === undefined ? {} : { isResolved },
        differences: differences.map((difference) => differenceRow(difference, view)),
        ...(startingAfter !== undefined && { firstPath: path({}) }),
        ...(hasMore && last !== undefined && { nextPath: path({ after: last.id }) }),
      }),
    )
  })

  app.get('/:run/differences.csv', async (c) => {
    const run = await runOf(c.req.param('run'))
    return c.body(streamDifferences(deps, run, { reader: 'spreadsheet' }), 200, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${run.id}.csv"`,
    })
  })

  return app
}
