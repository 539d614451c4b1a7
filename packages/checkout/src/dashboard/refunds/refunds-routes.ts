import { Hono } from 'hono'
import { readAccounts } from '../../accounts/read-accounts.ts'
import { rangeFacts } from '../../audit/audit-entry.ts'
import { recordReading } from '../../audit/record-reading.ts'
import type { Deps } from '../../deps.ts'
import { acting, type ApiEnv } from '../../http/api.ts'
import { csvFile } from '../../http/csv-file.ts'
import { rangeOfDays, readDay } from '../../language/zone.ts'
import { readPaymentsById } from '../../payments/read-payments.ts'
import { BYTE_ORDER_MARK } from '../../platform/csv.ts'
import { parseId } from '../../platform/ids.ts'
import { readNamedRefunds } from '../../refunds/read-named-refunds.ts'
import { readAllRefunds } from '../../refunds/read-refunds.ts'
import { REFUND_STATUSES, type Refund } from '../../refunds/refund.ts'
import { nameAmong, type Shell, zoneOf } from '../shell/shell.ts'
import { pathWith, turned } from '../tables/turning.ts'
import { refundLine, refundsHeader } from './refund-csv.ts'
import { refundsPage, type RefundQuery } from './refunds-page.ts'

const PAGE = 50
const CSV_BATCH = 500

/** The refunds of all payments: narrowed, searched, and as CSV. */
export function dashboardRefundsRoutes(deps: Deps, { home, frame, page }: Shell): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  /** What an address asks for, without what is not understood. */
  const asked = async (given: URLSearchParams) => {
    const accounts = await readAccounts(deps)
    const account = accounts.find(({ id }) => id === given.get('account'))
    const zone = zoneOf(account === undefined ? accounts : [account])
    const text = (given.get('q') ?? '').replace(/\p{Cc}/gu, '').trim()
    const query: RefundQuery = {
      q: text.slice(0, 200),
      status: REFUND_STATUSES.find((each) => each === given.get('status')) ?? '',
      account: account?.id ?? '',
      from: readDay(given.get('from') ?? '') ?? '',
      to: readDay(given.get('to') ?? '') ?? '',
    }
    return { query, zone, names: new Map(accounts.map(({ id, name }) => [id, name])) }
  }
  type Asked = Awaited<ReturnType<typeof asked>>

  const find = async (
    { query, zone }: Asked,
    {
      limit,
      startingAfter,
    }: { readonly limit: number; readonly startingAfter?: string | undefined },
  ): Promise<{ readonly refunds: readonly Refund[]; readonly hasMore: boolean }> => {
    const status = REFUND_STATUSES.find((each) => each === query.status)
    const accountId = query.account || undefined
    const created = rangeOfDays(query, zone)
    const named = query.q === '' ? undefined : await readNamedRefunds(deps, query.q)
    return readAllRefunds(deps, { accountId, status, created, named, limit, startingAfter })
  }
  const referencesOf = async (refunds: readonly Refund[]) =>
    readPaymentsById(deps, [...new Set(refunds.map(({ paymentId }) => paymentId))])

  app.get('/refunds', async (c) => {
    const given = new URL(c.req.url).searchParams
    const startingAfter = parseId('ref', given.get('after') ?? '')
    const found = await asked(given)
    const { query, names, zone } = found
    const { refunds, hasMore } = await find(found, { limit: PAGE, startingAfter })
    const payments = await referencesOf(refunds)
    return page(
      c,
      refundsPage({
        ...frame(c, zone),
        query,
        csvPath: pathWith(`${home}/refunds.csv`, query),
        accounts: [...names].map(([id, name]) => ({ id, name })),
        refunds: refunds.map((refund) => ({
          refund,
          paymentPath: `${home}/payments/${refund.paymentId}`,
          reference: payments.get(refund.paymentId)?.reference ?? refund.paymentId,
          account: nameAmong(names, refund.accountId),
        })),
        ...turned({ path: `${home}/refunds`, query, startingAfter, rows: refunds, hasMore }),
      }),
    )
  })

  app.get('/refunds.csv', async (c) => {
    const found = await asked(new URL(c.req.url).searchParams)
    const { account: id, status } = found.query
    await recordReading(acting(deps, c), {
      action: 'refunds.downloaded',
      subject: id === '' ? { type: 'server' } : { type: 'account', id, accountId: id },
      after: { ...rangeFacts(rangeOfDays(found.query, found.zone)), ...(status && { status }) },
    })
    const day = deps.clock.now().toISOString().slice(0, 10)
    return csvFile(c, `refunds-${day}`, csvOf(found))
  })

  async function* csvOf(found: Asked): AsyncGenerator<string, void, undefined> {
    const { names, zone } = found
    yield BYTE_ORDER_MARK + refundsHeader(zone)
    let startingAfter: string | undefined
    do {
      const { refunds, hasMore } = await find(found, { limit: CSV_BATCH, startingAfter })
      const payments = await referencesOf(refunds)
      yield refunds
        .map((refund) => {
          const account = names.get(refund.accountId) ?? refund.accountId
          const reference = payments.get(refund.paymentId)?.reference
          return refundLine({ refund, account, reference }, zone)
        })
        .join('')
      startingAfter = hasMore ? refunds.at(-1)?.id : undefined
    } while (startingAfter !== undefined)
  }

  return app
}
