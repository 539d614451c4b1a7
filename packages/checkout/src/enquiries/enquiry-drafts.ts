import type { Exchange as Observed } from '@tael/qfpay'
import type { ExchangeDraft, Masked } from '../exchanges/exchange.ts'
import type { Enquired, EnquiryReason } from './question.ts'
import type { EnquiryVerdict } from './verdict.ts'

/**
 * An enquiry as each of its subjects sees it: their own number, their own row. Of several pages, the
 * one that mentions them, or the last, and any failure on the way.
 */
export function enquiryDrafts(
  observed: readonly Observed[],
  asked: {
    readonly enquired: Enquired
    readonly why: EnquiryReason
    readonly askedWith: number
    /** Absent if there is no answer. */
    readonly verdict?: EnquiryVerdict['kind']
    readonly askAgainAt?: Date | undefined
  },
): readonly ExchangeDraft[] {
  const { enquired, why, askedWith, verdict, askAgainAt } = asked
  const telling = observed.findLast((each) => hasRowOf(each, enquired)) ?? observed.at(-1)
  const shown = observed.filter((each) => each === telling || each.failure !== undefined)
  return shown.map((each) => {
    const { sentAt, attempt, durationMs, request, answer, ...told } = each
    const isTelling = each === telling && verdict !== undefined
    const alike = { ...told, why, ...(isTelling && { verdict }) }
    return {
      about: enquired.id,
      kind: 'request',
      sentAt,
      facts: {
        ...alike,
        ...(isTelling && askAgainAt && { askAgainAt: askAgainAt.toISOString() }),
        attempt,
        durationMs,
        ...(askedWith > 0 && { askedWith }),
        request: ownNumber(request, enquired),
        ...(answer && { answer: ownRows(answer, enquired) }),
      },
      // Enquiries usually find nothing while a payer thinks it over; the event reports money anyway.
      ...(verdict !== 'paid' && { fold: JSON.stringify(alike) }),
    }
  })
}

function hasRowOf({ answer }: Observed, { id }: Enquired): boolean {
  return rowsOf(answer).some((row) => row.out_trade_no === id)
}

type Row = { readonly out_trade_no?: unknown }

function rowsOf(answer: Masked | undefined): readonly Row[] {
  const rows = answer?.['data']
  return Array.isArray(rows) ? (rows as readonly Row[]) : []
}

/** The others in the request belong to other payments. */
function ownNumber(request: Masked, { id, syssn }: Enquired): Masked {
  return {
    ...request,
    ...('out_trade_no' in request && { out_trade_no: id }),
    ...('syssn' in request && { syssn }),
  }
}

function ownRows(answer: Masked, { id }: Enquired): Masked {
  if (!Array.isArray(answer['data'])) return answer
  return { ...answer, data: rowsOf(answer).filter((row) => row.out_trade_no === id) }
}
