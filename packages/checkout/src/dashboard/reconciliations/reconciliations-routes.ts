import { Hono, type Context } from 'hono'
import {
  readAccountNames,
  readAccount,
  readAccountById,
  readAccounts,
} from '../../accounts/read-accounts.ts'
import { rangeFacts } from '../../audit/audit-entry.ts'
import { recordReading } from '../../audit/record-reading.ts'
import type { Deps } from '../../deps.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { csvFile } from '../../http/csv-file.ts'
import { dayOf } from '../../language/zone.ts'
import { DAY_MS, SECOND_MS } from '../../platform/durations.ts'
import { parseId } from '../../platform/ids.ts'
import {
  countDifferencesLeft,
  countDifferencesLeftOf,
  readDifferences,
  readReconciliation,
  readReconciliations,
} from '../../reconciliation/read-reconciliations.ts'
import { rangeProblem, type Reconciliation } from '../../reconciliation/reconciliation.ts'
import { MAX_OPEN, startReconciliationOnce } from '../../reconciliation/start-reconciliation.ts'
import { streamDifferences } from '../../reconciliation/stream-differences.ts'
import { readPeriod } from '../../statements/statement.ts'
import type { TypedForm } from '../forms/form.ts'
import { readTyped } from '../forms/read-typed.ts'
import type { Typed } from '../forms/typed.ts'
import { gatewayZoneOf, named, nameAmong, type Shell } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { dashboardDifferencesRoutes } from './differences-routes.ts'
import { reconciliationPage } from './reconciliation-page.ts'
import { newReconciliationPage, reconciliationsPage } from './reconciliations-page.ts'
import { differenceRow, runRow, wholeRun } from './show-reconciliation.ts'

const RUNS = 30
const DIFFERENCES = 50

/** The operators' pages about reconciliations. Mounted behind the session, under the same policy. */
export function dashboardReconciliationsRoutes(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frame, page } = shell
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/reconciliations`

  app.get('/', async (c) => {
    const startingAfter = parseId('rcn', c.req.query('after') ?? '')
    const { runs, hasMore } = await readReconciliations(deps, { limit: RUNS, startingAfter })
    const names = await readAccountNames(deps)
    const left = await countDifferencesLeftOf(
      deps,
      runs.map(({ id }) => id),
    )
    return page(
      c,
      reconciliationsPage({
        ...frame(c, gatewayZoneOf(await readAccounts(deps))),
        runs: runs.map((run) =>
          runRow(run, home, {
            account: nameAmong(names, run.accountId),
            left: left.get(run.id),
          }),
        ),
        differencesLeft: await countDifferencesLeft(deps),
        ...turned({ path: ownPath, startingAfter, rows: runs, hasMore }),
      }),
    )
  })

  const showNew = async (c: Context<ApiEnv>, form: TypedForm): Promise<Response> => {
    const accounts = await readAccounts(deps)
    const status = form.problem === undefined ? 200 : 400
    return page(
      c,
      newReconciliationPage({ ...frame(c, gatewayZoneOf(accounts)), ...form, accounts }),
      status,
    )
  }

  app.get('/new', may('create_payments'), async (c) => {
    const zone = gatewayZoneOf(await readAccounts(deps))
    const yesterday = dayOf(new Date(deps.clock.now().getTime() - DAY_MS), zone)
    return showNew(c, { typed: { from: yesterday, to: yesterday } })
  })

  app.post('/', may('create_payments'), async (c) => {
    const typed = await readTyped(c)
    const account = await readAccountById(deps, typed['account'] ?? '')
    if (account === undefined) return showNew(c, { typed, problem: '"account": choose one' })
    const now = deps.clock.now()
    const range = rangeTyped(typed, account.settings.utcOffset, now)
    if (typeof range === 'string') return showNew(c, { typed, problem: range })
    const wrong = rangeProblem(range, now)
    if (wrong) return showNew(c, { typed, problem: `"${wrong.param}": ${wrong.message}` })
    const run = await startReconciliationOnce(acting(deps, c), account, range)
    if (run !== undefined) return c.redirect(`${ownPath}/${run.id}`, 303)
    const problem = `"account": has ${MAX_OPEN} reconciliations that are not over; wait until one is`
    return showNew(c, { typed, problem })
  })

  app.route('/differences', dashboardDifferencesRoutes(deps, shell))

  const runOf = (c: Context): Promise<Reconciliation> =>
    named(c, 'run', 'rcn', (id) => readReconciliation(deps, id))

  app.get('/:run', async (c) => {
    const run = await runOf(c)
    const resolved = (['true', 'false'] as const).find((each) => each === c.req.query('resolved'))
    const isResolved = resolved === undefined ? undefined : resolved === 'true'
    const startingAfter = parseId('dif', c.req.query('after') ?? '')
    const { differences, hasMore } = await readDifferences(deps, {
      reconciliationId: run.id,
      isResolved,
      startingAfter,
      limit: DIFFERENCES,
    })
    const { name, settings } = await readAccount(deps, run.accountId)
    const left = await countDifferencesLeftOf(deps, [run.id])
    const path = `${ownPath}/${run.id}`
    const query = { resolved: resolved ?? '' }
    const view = frame(c, settings.utcOffset)
    return page(
      c,
      reconciliationPage({
        ...view,
        run: wholeRun(run, home, { account: name, left: left.get(run.id) }),
        filter: isResolved === undefined ? {} : { isResolved },
        differences: differences.map((difference) => differenceRow(difference, view)),
        ...turned({ path, query, startingAfter, rows: differences, hasMore }),
      }),
    )
  })

  app.get('/:run/differences.csv', async (c) => {
    const run = await runOf(c)
    await recordReading(acting(deps, c), {
      action: 'differences.downloaded',
      subject: { type: 'reconciliation', id: run.id, accountId: run.accountId },
      after: rangeFacts(run),
    })
    return csvFile(c, run.id, streamDifferences(deps, run, { reader: 'spreadsheet' }))
  })

  return app
}

/** Whole days of QFPay's, as far as they have passed; or what is wrong. */
function rangeTyped(
  typed: Typed,
  zone: string,
  now: Date,
): { readonly from: Date; readonly to: Date } | string {
  const [first, last] = [typed['from'], typed['to']].map((day) => readPeriod(day ?? '', zone))
  if (!first?.isDay) return '"from": must be given'
  if (!last?.isDay) return '"to": must be given'
  // QFPay writes whole seconds.
  const soFar = new Date(Math.floor(now.getTime() / SECOND_MS) * SECOND_MS)
  return { from: first.from, to: last.from < soFar && soFar < last.to ? soFar : last.to }
}
