import { Hono, type Context } from 'hono'
import { timeZoneOf, type Account } from '../../accounts/account.ts'
import { readAccounts } from '../../accounts/read-accounts.ts'
import { rangeFacts } from '../../audit/audit-entry.ts'
import { recordReading } from '../../audit/record-reading.ts'
import type { Deps } from '../../deps.ts'
import { acting, type ApiEnv } from '../../http/api.ts'
import { csvFile } from '../../http/csv-file.ts'
import { notFound } from '../../http/not-found.ts'
import { displayDay } from '../../language/display-time.ts'
import { dayOf } from '../../language/zone.ts'
import { BYTE_ORDER_MARK } from '../../platform/csv.ts'
import { readStatement, readStatementEntries } from '../../statements/read-statement.ts'
import {
  besides,
  readPeriod,
  sumsByCurrency,
  type Period,
  type StatementEntry,
} from '../../statements/statement.ts'
import type { Shell } from '../shell/shell.ts'
import { statementHeader, statementLine } from './statement-csv.ts'
import { statementPage } from './statement-page.ts'

const MAX_ENTRIES = 1000
const CSV_BATCH = 500

type Asked = {
  readonly account: Account
  readonly accounts: readonly Account[]
  readonly period: Period
  readonly given: string
  readonly isUnknown: boolean
}

/** What each account was paid and refunded. */
export function dashboardStatementsRoutes(
  deps: Deps,
  { home, frame, page, languageOf }: Shell,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  const asked = async (c: Context): Promise<Asked> => {
    const accounts = await readAccounts(deps)
    const named = c.req.query('account')
    const account = accounts.find(({ id }) => id === named) ?? accounts[0] ?? notFound()
    const zone = timeZoneOf(account.settings)
    const thisMonth = dayOf(deps.clock.now(), zone).slice(0, 7)
    const given = (c.req.query('period') ?? thisMonth).trim().slice(0, 10)
    const read = readPeriod(given, zone)
    const period = read ?? readPeriod(thisMonth, zone)
    if (period === undefined) throw new Error(`${thisMonth} is no month`)
    return { account, accounts, period, given, isUnknown: read === undefined }
  }
  const pathOf = ({ id }: Account, period: string, file = ''): string =>
    `${home}/statements${file}?${new URLSearchParams({ account: id, period }).toString()}`

  app.get('/statements', async (c) => {
    const { account, accounts, period, given, isUnknown } = await asked(c)
    const zone = timeZoneOf(account.settings)
    const sums = await readStatement(deps, account, period)
    const shown = {
      ...frame(c, zone),
      accounts: accounts.map(({ id, name }) => ({ id, name })),
      account: { id: account.id, name: account.name },
      period: given,
      ...(isUnknown && { problem: 'unknown' as const }),
      range: { from: period.from.getTime(), to: period.to.getTime() },
      totals: sumsByCurrency(sums),
      csvPath: pathOf(account, period.text, '.csv'),
      previousPath: pathOf(account, besides(period, zone, -1)),
      nextPath: pathOf(account, besides(period, zone, 1)),
    }
    const status = isUnknown ? 400 : 200
    if (period.isDay) {
      const found = await readStatementEntries(deps, account, period, { limit: MAX_ENTRIES + 1 })
      const entries = found.slice(0, MAX_ENTRIES)
      const monthPath = pathOf(account, period.text.slice(0, 7))
      const day = { entries, hasMore: found.length > MAX_ENTRIES, monthPath }
      return page(c, statementPage({ ...shown, ...day }), status)
    }
    const days = period.days.flatMap(({ day, from }) => {
      const own = sums.filter((sum) => sum.day === day)
      if (own.length === 0) return []
      const shownDay = displayDay(from.getTime(), zone, languageOf(c))
      return { day: shownDay, path: pathOf(account, day), sums: sumsByCurrency(own) }
    })
    return page(c, statementPage({ ...shown, days }), status)
  })

  app.get('/statements.csv', async (c) => {
    const { account, period } = await asked(c)
    await recordReading(acting(deps, c), {
      action: 'statement.downloaded',
      subject: { type: 'account', id: account.id, accountId: account.id },
      after: rangeFacts(period),
    })
    return csvFile(c, `statement-${period.text}`, csvOf(account, period))
  })

  async function* csvOf(account: Account, period: Period): AsyncGenerator<string, void, undefined> {
    const zone = timeZoneOf(account.settings)
    yield BYTE_ORDER_MARK + statementHeader(zone)
    let after: StatementEntry | undefined
    do {
      const entries = await readStatementEntries(deps, account, period, { after, limit: CSV_BATCH })
      yield entries.map((entry) => statementLine(entry, zone)).join('')
      after = entries.length < CSV_BATCH ? undefined : entries.at(-1)
    } while (after !== undefined)
  }

  return app
}
