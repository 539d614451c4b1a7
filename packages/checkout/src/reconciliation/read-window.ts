import { offsetMsOf, type EnquiryRow } from '@tael/qfpay'
import type { Insertable } from 'kysely'
import { readAccount } from '../accounts/read-accounts.ts'
import type { Tables } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { isDoubtful } from '../enquiries/verdict.ts'
import { countPaidOrders, readOrders, readPaidOrders } from '../payments/read-orders.ts'
import { messageOf } from '../payments/review-message.ts'
import { storable } from '../platform/storable.ts'
import { readRefundsById, readDoneRefunds } from '../refunds/read-refunds.ts'
import { refundIdOf } from '../refunds/refund.ts'
import { compareBooks, type Books, type Listed } from './compare-books.ts'
import { insertDifferences } from './difference-store.ts'
import type { DifferenceDraft } from './difference.ts'
import { updateReconciliation } from './reconciliation-store.ts'
import { countIn, proceed, type Reconciliation } from './reconciliation.ts'
import {
  isFull,
  isInside,
  narrower,
  nextWindow,
  MIN_WINDOW_MS,
  widthAfter,
  type Window,
} from './window.ts'

/** However little QFPay lists, a window holds no more orders of ours than this, as far as it can be narrowed. */
const MOST_OF_OURS = 1000

/**
 * Asks for a run's next window, compares it, and writes the findings and the run's progress in one
 * transaction: a window counts once, or not at all. If its rows do not fit on a page, or it holds too many orders of
 * ours, the next requests ask for parts of it. Undefined if another process has the run.
 */
export async function readWindow(
  deps: Deps,
  run: Reconciliation,
): Promise<Reconciliation | undefined> {
  const account = await readAccount(deps, run.accountId)
  const { qfpay } = deps.gateways(account)
  const offsetMs = offsetMsOf(account.settings.utcOffset) ?? 0
  const { windowMs } = run
  const window = nextWindow({ from: run.readUntil, to: run.to, widthMs: windowMs, offsetMs })
  const widthMs = window.end.getTime() - window.start.getTime()
  const ours = await countPaidOrders(deps, run.accountId, { ...window, most: MOST_OF_OURS })
  if (ours === MOST_OF_OURS && widthMs > MIN_WINDOW_MS) return narrow(deps, run, widthMs)
  const range = { from: window.askFrom, to: window.askTo }
  const page = await qfpay.enquire(range)
  const rows = [...page.transactions, ...page.unreadable]
  const isWhole = !isFull({ rows: rows.length, pageSize: page.pageSize })
  if (!isWhole && widthMs > MIN_WINDOW_MS) return narrow(deps, run, widthMs)
  // More than a page of orders within a second: only turning pages is left.
  const listed = listedIn(window, isWhole ? rows : await all(qfpay.enquireAll(range)))
  const isSparse = isWhole && 2 * ours < MOST_OF_OURS
  const nextWidth = isSparse ? widthAfter(windowMs, rows.length) : windowMs
  return record(deps, run, { window, listed, windowMs: nextWidth })
}

async function narrow(
  deps: Deps,
  run: Reconciliation,
  widthMs: number,
): Promise<Reconciliation | undefined> {
  return updateReconciliation(deps.database.db, run, {
    ...proceed(deps.clock.now()),
    window_ms: narrower(widthMs),
  })
}

function listedIn(window: Window, all: readonly EnquiryRow[]): Listed {
  const { rows = [], beside = [] } = Object.groupBy(all, ({ recordedAt }) =>
    isInside(window, recordedAt) ? 'rows' : 'beside',
  )
  return { rows, beside }
}

async function record(
  deps: Deps,
  run: Reconciliation,
  read: { readonly window: Window; readonly listed: Listed; readonly windowMs: number },
): Promise<Reconciliation | undefined> {
  const { window, listed, windowMs } = read
  // Read after the list: our books contain what was recorded meanwhile.
  const books = await readBooks(deps, run, { window, listed })
  const differences = compareBooks(listed, books)
  const ids = [
    ...books.orders.map(({ attempt }) => attempt.id),
    ...books.refunds.map(({ id }) => id),
  ]
  const strangers = listed.rows.filter((row) => isUncountable(row, new Set(ids)))
  const written = differences.map((draft) => columnsOf(deps, run, draft))
  return inTransaction(deps.database, async (trx) => {
    const held = await updateReconciliation(trx, run, {
      ...proceed(deps.clock.now()),
      read_until: window.end,
      window_ms: windowMs,
      transactions: run.transactions + listed.rows.filter(isReadable).length,
      unreadable: run.unreadable + strangers.length,
    })
    if (held === undefined) return undefined
    const decided = await insertDifferences(trx, written)
    if (decided.length === 0) return held
    const counts = JSON.stringify(countIn(run.counts, decided))
    return updateReconciliation(trx, held, { counts })
  })
}

async function readBooks(
  deps: Deps,
  { accountId }: Reconciliation,
  { window, listed }: { readonly window: Window; readonly listed: Listed },
): Promise<Books> {
  const ids = listed.rows.flatMap(({ outTradeNo }) => outTradeNo ?? [])
  const syssns = listed.rows.flatMap((row) =>
    row.outcome === 'unreadable' ? [] : (row.originalSyssn ?? []),
  )
  return {
    accountId,
    orders: await readOrders(deps, { ids, syssns }),
    refunds: await readRefundsById(deps, ids.map(refundIdOf)),
    paid: await readPaidOrders(deps, accountId, window),
    refunded: await readDoneRefunds(deps, accountId, window),
  }
}

function columnsOf(
  deps: Pick<Deps, 'clock' | 'newId'>,
  run: Reconciliation,
  draft: DifferenceDraft,
): Insertable<Tables['reconciliation_difference']> {
  const { ours, theirs } = draft
  return {
    id: deps.newId('dif'),
    reconciliation_id: run.id,
    kind: draft.kind,
    out_trade_no: storable(draft.outTradeNo),
    syssn: draft.syssn === undefined ? null : storable(draft.syssn),
    recorded_at: draft.recordedAt ?? null,
    payment_id: draft.paymentId ?? null,
    attempt_id: draft.attemptId ?? null,
    refund_id: draft.refundId ?? null,
    ours: ours === undefined ? null : JSON.stringify(ours),
    theirs: theirs === undefined ? null : storableJson(theirs),
    facts: storableJson(draft.facts),
    message: storable(messageOf(draft.facts)),
    is_doubtful: draft.isDoubtful,
    // About an order of another system there is nothing to ask.
    outcome: draft.paymentId === undefined ? 'reported' : null,
    created_at: deps.clock.now(),
  }
}

/** Text that other systems write into QFPay's books must not stop a run. */
function storableJson(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? storable(part) : part,
  )
}

function isReadable({ outcome }: EnquiryRow): boolean {
  return outcome !== 'unreadable'
}

/** A row of an unknown order that may be paid, but whose amount is unreadable. */
function isUncountable(row: EnquiryRow, known: ReadonlySet<string>): boolean {
  const { outTradeNo = '' } = row
  if (isReadable(row) || known.has(outTradeNo)) return false
  return isDoubtful(row)
}

async function all(rows: AsyncIterable<EnquiryRow>): Promise<readonly EnquiryRow[]> {
  const list: EnquiryRow[] = []
  for await (const row of rows) list.push(row)
  return list
}
