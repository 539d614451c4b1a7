import { Hono } from 'hono'
import { readAccounts } from '../../accounts/read-accounts.ts'
import { rangeFacts } from '../../audit/audit-entry.ts'
import { recordReading } from '../../audit/record-reading.ts'
import type { Deps } from '../../deps.ts'
import { readForged } from '../../exchanges/read-forged.ts'
import { acting, type ApiEnv } from '../../http/api.ts'
import { csvFile } from '../../http/csv-file.ts'
import type { PaymentSearch } from '../../payments/payment-search.ts'
import { lookThroughPayments, readAttemptsById } from '../../payments/read-payments.ts'
import { BYTE_ORDER_MARK } from '../../platform/csv.ts'
import { parseId, timeOfId } from '../../platform/ids.ts'
import { readNamedPayments } from '../../refunds/read-named-payments.ts'
import { readRefundMarks } from '../../refunds/read-refunds.ts'
import { addSearch, removeSearch } from '../../saved-searches/change-searches.ts'
import { readSearches } from '../../saved-searches/read-searches.ts'
import { readTyped } from '../forms/read-typed.ts'
import { plainLine } from '../forms/typed.ts'
import { nameAmong, type Shell, zoneOf } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { paymentLine, paymentsHeader } from './payment-csv.ts'
import { queryText, readPaymentQuery, searchOf } from './payment-query.ts'
import { paymentsPage } from './payments-page.ts'
import { paymentRow } from './show-payment.ts'

const PAGE = 50
const CSV_BATCH = 500

/** The list of payments: narrowed, searched, as CSV, and the searches that operators keep. */
export function dashboardPaymentsRoutes(deps: Deps, { home, frame, page }: Shell): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  /** What an address asks for. */
  const asked = async (given: URLSearchParams) => {
    const accounts = await readAccounts(deps)
    const names = new Map(accounts.map(({ id, name }) => [id, name]))
    const query = readPaymentQuery(given, accounts)
    const chosen = accounts.filter(({ id }) => id === (query.account ?? id))
    const zone = zoneOf(chosen)
    const named = query.q === undefined ? {} : { named: await readNamedPayments(deps, query.q) }
    const search: PaymentSearch = { ...searchOf(query, accounts, zone), ...named }
    return { query, names, accounts, zone, search }
  }
  type Asked = Awaited<ReturnType<typeof asked>>

  app.get('/payments', async (c) => {
    const given = new URL(c.req.url).searchParams
    const endingBefore = parseId('pay', given.get('before') ?? '')
    const startingAfter = parseId('pay', given.get('after') ?? '')
    const found = await asked(given)
    const { query, names, zone, search } = found
    const walk = { limit: PAGE, startingAfter, endingBefore }
    const { payments, lookedUntil } = await lookThroughPayments(deps, search, walk)
    const marks = await readRefundMarks(
      deps,
      payments.map(({ id }) => id),
    )
    return page(
      c,
      paymentsPage({
        ...frame(c, zone),
        query,
        accounts: [...names].map(([id, name]) => ({ id, name })),
        saved: await readSearches(deps),
        payments: payments.map((payment) => ({
          ...paymentRow(payment, home, nameAmong(names, payment.accountId)),
          hasFailedRefund: marks.failed.has(payment.id),
          awaitsApproval: marks.awaiting.has(payment.id),
        })),
        forged: [...(await readForged(deps))].map(([id, times]) => ({
          account: names.get(id) ?? id,
          times,
        })),
        ...(lookedUntil !== undefined &&
          payments.length < PAGE && { lookedUntil: timeOfId(lookedUntil).getTime() }),
        ...turned({
          path: `${home}/payments`,
          query,
          startingAfter,
          endingBefore,
          isTwoWay: true,
          rows: payments,
          hasMore: lookedUntil !== undefined,
          next: lookedUntil,
        }),
      }),
    )
  })

  app.get('/payments.csv', async (c) => {
    const found = await asked(new URL(c.req.url).searchParams)
    const { account: id } = found.query
    const { created, status, currency } = found.search
    await recordReading(acting(deps, c), {
      action: 'payments.downloaded',
      subject: id === undefined ? { type: 'server' } : { type: 'account', id, accountId: id },
      after: { ...rangeFacts(created), status, currency },
    })
    const day = deps.clock.now().toISOString().slice(0, 10)
    return csvFile(c, `payments-${day}`, csvOf(found))
  })

  async function* csvOf(found: Asked): AsyncGenerator<string, void, undefined> {
    const { names, zone, search } = found
    yield BYTE_ORDER_MARK + paymentsHeader(zone)
    let startingAfter: string | undefined
    do {
      const batch = { limit: CSV_BATCH, startingAfter }
      const { payments, lookedUntil } = await lookThroughPayments(deps, search, batch)
      const paid = payments.flatMap(({ succeededAttemptId: id }) => (id === undefined ? [] : [id]))
      const attempts = new Map((await readAttemptsById(deps, paid)).map((one) => [one.id, one]))
      yield payments
        .map((payment) => {
          const attempt = attempts.get(payment.succeededAttemptId ?? '')
          const account = names.get(payment.accountId) ?? payment.accountId
          return paymentLine({ payment, account, attempt }, zone)
        })
        .join('')
      startingAfter = lookedUntil
    } while (startingAfter !== undefined)
  }

  app.post('/searches', async (c) => {
    const { name, query } = await readTyped(c)
    const kept = await cleanQuery(query)
    const plain = plainLine(name, Infinity)?.slice(0, 40)
    if (plain !== undefined && kept !== '') {
      await addSearch(acting(deps, c), { name: plain, query: kept })
    }
    return c.redirect(`${home}/payments${kept}`, 303)
  })
  /** As the list itself writes it, whatever the form says. */
  const cleanQuery = async (text = ''): Promise<string> => {
    const { query } = await asked(new URLSearchParams(text))
    return queryText(query)
  }

  app.post('/searches/:search/delete', async (c) => {
    const id = parseId('sch', c.req.param('search'))
    if (id !== undefined) await removeSearch(acting(deps, c), id)
    return c.redirect(`${home}/payments`, 303)
  })

  return app
}
