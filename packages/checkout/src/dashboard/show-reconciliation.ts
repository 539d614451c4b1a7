import { isCurrency } from '@tael/qfpay'
import { displayAmount } from '../language/display-amount.ts'
import { DIFFERENCE_KINDS, type Difference, type Side } from '../reconciliation/difference.ts'
import type { Reconciliation } from '../reconciliation/reconciliation.ts'
import type {
  CountRow,
  DifferenceRow,
  ReconciliationView,
  RunRow,
} from './pages/reconciliation-view.ts'

type Names = ReadonlyMap<string, string>

/** `home` is the path of the dashboard. */
export function runRow(run: Reconciliation, names: Names, home: string): RunRow {
  const account = names.get(run.accountId)
  return {
    path: `${home}/reconciliations/${run.id}`,
    id: run.id,
    cause: run.cause,
    status: run.status,
    from: run.from.getTime(),
    to: run.to.getTime(),
    readUntil: run.readUntil.getTime(),
    transactions: run.transactions,
    counts: countsOf(run),
    // An operator of one account need not read its name on every line.
    ...(names.size > 1 && account !== undefined && { account }),
  }
}

export function wholeRun(
  run: Reconciliation,
  names: Names,
  home: string,
): ReconciliationView['run'] {
  const row = runRow(run, names, home)
  return {
    ...row,
    createdAt: run.createdAt.getTime(),
    csvPath: `${row.path}/differences.csv`,
    ...(run.completedAt && { completedAt: run.completedAt.getTime() }),
    ...(run.failure !== undefined && { failure: run.failure }),
    ...(run.workAt && { workAt: run.workAt.getTime() }),
  }
}

export function differenceRow(
  found: Difference & { readonly reference: string | undefined },
  home: string,
): DifferenceRow {
  const { paymentId, reference, syssn, recordedAt, ours, theirs } = found
  return {
    kind: found.kind,
    outcome: found.outcome ?? 'reported',
    message: found.message,
    outTradeNo: found.outTradeNo,
    ...(paymentId !== undefined && {
      payment: {
        path: `${home}/payments/${paymentId}`,
        reference: reference ?? paymentId,
      },
    }),
    ...(syssn !== undefined && { syssn }),
    ...(recordedAt && { recordedAt: recordedAt.getTime() }),
    ...(ours && { ours: sideText(ours) }),
    ...(theirs && { theirs: sideText(theirs) }),
  }
}

function countsOf({ counts, unreadable }: Reconciliation): readonly CountRow[] {
  const found = DIFFERENCE_KINDS.flatMap((kind) => {
    const count = counts[kind]
    return count === undefined ? [] : [{ kind, ...count }]
  })
  return unreadable === 0
    ? found
    : [...found, { kind: 'unreadable', resolved: 0, reported: unreadable }]
}

/** One side's status and amount; another system's row may be in an unknown currency. */
function sideText({ status, amount, currency }: Side): string {
  if (amount === undefined || currency === undefined) return status
  const money = isCurrency(currency) ? displayAmount(amount, currency) : `${amount} ${currency}`
  return `${status}, ${money}`
}
