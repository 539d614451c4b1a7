import { isCurrency } from '@tael/qfpay'
import { displayAmount } from '../../language/display-amount.ts'
import type { Language } from '../../language/language.ts'
import type { Answer, Facts, Finding } from '../../payments/facts.ts'
import type { FoundDifference } from '../../reconciliation/difference-work.ts'
import { DIFFERENCE_KINDS, type Side } from '../../reconciliation/difference.ts'
import { startsAt, type Reconciliation } from '../../reconciliation/reconciliation.ts'
import { answerIn } from '../reviews/facts-texts.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { CountRow, DifferenceRow, ReconciliationView, RunRow } from './reconciliation-view.ts'

type BesidesRun = {
  /** The name to show. */
  readonly account: string | undefined
  readonly left: number | undefined
}

/** `home` is the path of the dashboard. */
export function runRow(
  run: Reconciliation,
  home: string,
  { account, left = 0 }: BesidesRun,
): RunRow {
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
    left: left + run.unreadable,
    ...(account !== undefined && { account }),
  }
}

export function wholeRun(
  run: Reconciliation,
  home: string,
  besides: BesidesRun,
): ReconciliationView['run'] {
  const row = runRow(run, home, besides)
  return {
    ...row,
    createdAt: run.createdAt.getTime(),
    startsAt: startsAt(run.to, run.createdAt).getTime(),
    csvPath: `${row.path}/differences.csv`,
    ...(run.completedAt && { completedAt: run.completedAt.getTime() }),
    ...(run.failure !== undefined && { failure: run.failure }),
    ...(run.workAt && { workAt: run.workAt.getTime() }),
  }
}

export function differenceRow(
  found: FoundDifference,
  { home, language }: { readonly home: string; readonly language: Language },
  account?: string,
): DifferenceRow {
  const { paymentId, reference, syssn, recordedAt, ours, theirs, work } = found
  return {
    kind: found.kind,
    outcome: found.outcome ?? 'reported',
    ...(found.facts && { facts: found.facts }),
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
    ...(ours && { ours: sideText(ours, language) }),
    ...(theirs && { theirs: theirsText(theirs, found.facts, language) }),
    ...(found.outcome === 'reported' && { work: `${home}/reconciliations/differences/${work.id}` }),
    ...(work.assignedTo && { assignedTo: work.assignedTo.name }),
    ...(work.resolution && { resolution: work.resolution }),
    ...(account !== undefined && { account }),
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

/** QFPay may have said of an order that it has none, or none that is paid. */
function theirsText(theirs: Side, facts: Facts | undefined, language: Language): string {
  const answer = facts && ('answer' in facts ? facts.answer : UNREADABLE[facts.finding])
  return language === 'en' || answer === undefined
    ? sideText(theirs, language)
    : answerIn(answer, language)
}

const UNREADABLE: Readonly<Partial<Record<Finding, Answer>>> = {
  unreadable_row: { kind: 'unreadable' },
}

/** One side's status and amount; another system's row may be in an unknown currency. */
function sideText({ status, amount, currency }: Side, language: Language): string {
  const { attemptStatus, refundStatus } = dashboardTexts[language]
  const known: Readonly<Record<string, string>> = { ...refundStatus, ...attemptStatus }
  const stands = language === 'en' ? status : (known[status] ?? status)
  if (amount === undefined || currency === undefined) return stands
  const money = isCurrency(currency) ? displayAmount(amount, currency) : `${amount} ${currency}`
  return language === 'en' ? `${stands}, ${money}` : `${stands}，${money}`
}
