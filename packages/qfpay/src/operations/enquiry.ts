import { QfpayReplyError } from '../errors/errors.ts'
import type { Settings } from '../http/options.ts'
import { call } from '../http/transport.ts'
import { refuseProblems, textProblems } from '../wire/arguments.ts'
import type {
  EnquireRequest,
  EnquiryFilter,
  EnquiryPage,
  EnquiryRow,
  Transaction,
  UnreadableRow,
} from '../wire/messages.ts'
import { readTransaction, readUnreadable } from '../wire/read-reply.ts'
import { integerOf } from '../wire/reply-fields.ts'
import { splitAtMonths, type Span } from '../wire/time.ts'
import { enquiryParameters } from '../wire/write-request.ts'

const ENDPOINT = '/trade/v1/query'
const FULL_PAGE = 100
/** The page size that QFPay uses when it ignores `page_size`; it may not say so. */
const DEFAULT_PAGE = 10

/** One fewer than a page holds, so that a page with a row for each is certainly the last. */
const NUMBERS_AT_ONCE = FULL_PAGE - 1

/** How QFPay says that it knows no such transaction, apart from an empty list. */
const NOT_FOUND = ['1136', '1268']

/** Asks for one page. Source: QFPay, Transaction Enquiry. */
export async function enquire(settings: Settings, request: EnquireRequest): Promise<EnquiryPage> {
  const { page = 1, pageSize = FULL_PAGE, signal, about } = request
  refuseProblems('enquire', [
    ...filterProblems(request),
    ...monthProblems(request, settings.offsetMs),
    ...(Number.isSafeInteger(page) && page >= 1 ? [] : ['page must be an integer from 1 on']),
    ...(Number.isSafeInteger(pageSize) && pageSize >= 1 && pageSize <= FULL_PAGE
      ? []
      : ['pageSize must be an integer from 1 to 100']),
  ])
  const parameters = enquiryParameters({ ...request, page, pageSize }, settings)
  const { respcd, fields, raw } = await call(settings, {
    endpoint: ENDPOINT,
    parameters,
    signal,
    about,
    answers: NOT_FOUND,
  })
  const rows = NOT_FOUND.includes(respcd) ? [] : rowsOf(raw['data'])
  const transactions: Transaction[] = []
  const unreadable: UnreadableRow[] = []
  for (const row of rows) {
    const transaction = readTransaction(row, settings)
    if (transaction === undefined) unreadable.push(readUnreadable(row, settings))
    else transactions.push(transaction)
  }
  if (unreadable.length > 0) {
    const event = 'qfpay.enquiry.unreadable'
    settings.logger.warn({ event, rows: unreadable.length }, 'rows of an enquiry make no sense')
  }
  return {
    transactions,
    unreadable,
    page: integerOf(fields, 'page') ?? page,
    pageSize: integerOf(fields, 'page_size') ?? pageSize,
    raw,
  }
}

/** Asks page by page, month by month, and for long lists of numbers a hundred at a time. */
export async function* enquireAll(
  settings: Settings,
  filter: EnquiryFilter,
): AsyncGenerator<EnquiryRow, void, undefined> {
  refuseProblems('enquireAll', filterProblems(filter))
  for (const part of partsOf(filter)) {
    const yielded = new Set<string>()
    for (const span of spansOf(part, settings.offsetMs)) {
      for await (const row of pages(settings, { ...part, ...span })) {
        // Some gateways ignore the range beside a number, and find the number in every month.
        if (row.syssn !== undefined && yielded.has(row.syssn)) continue
        if (row.syssn !== undefined && namesNumbers(part)) yielded.add(row.syssn)
        yield row
      }
      // A number of QFPay's is one row, so the other months have none of it.
      if (part.syssn !== undefined && each(part.syssn).every((one) => yielded.has(one))) break
    }
  }
}

async function* pages(settings: Settings, filter: EnquiryFilter): AsyncGenerator<EnquiryRow> {
  let seen = new Set<string>()
  for (let page = 1; ; page += 1) {
    const answer = await enquire(settings, { ...filter, page })
    const { transactions, unreadable } = answer
    const fresh = transactions.filter(({ syssn }) => !seen.has(syssn))
    yield* fresh
    yield* unreadable
    if (!isFull(answer, filter)) return
    if (fresh.length === 0 && unreadable.length === 0) throw repeatedPage(page)
    // Newest first: new transactions push rows of this page onto the next one.
    seen = new Set(transactions.map(({ syssn }) => syssn))
  }
}

/** Whether there may be rows that a page does not list. */
function isFull(
  { transactions, unreadable, pageSize }: EnquiryPage,
  asked: EnquiryFilter,
): boolean {
  const rows = transactions.length + unreadable.length
  if (rows === 0) return false
  const isWhole = namesNumbers(asked) && rows >= each(asked.syssn ?? asked.outTradeNo).length
  return rows >= Math.min(pageSize, FULL_PAGE) || (rows === DEFAULT_PAGE && !isWhole)
}

function namesNumbers({ outTradeNo, syssn }: EnquiryFilter): boolean {
  return outTradeNo !== undefined || syssn !== undefined
}

function filterProblems(filter: EnquiryFilter): string[] {
  const { outTradeNo, syssn, from, to, payType, respcd } = filter
  const problems = [
    ...each(outTradeNo).flatMap((one) => textProblems({ outTradeNo: one })),
    ...each(syssn).flatMap((one) => textProblems({ syssn: one })),
    ...each(payType).flatMap((one) => textProblems({ payType: one })),
    ...textProblems({ respcd }),
  ]
  if (outTradeNo !== undefined && syssn !== undefined) {
    problems.push('give either outTradeNo or syssn')
  }
  if ([outTradeNo, syssn].some((list) => list !== undefined && list.length === 0)) {
    problems.push('a list of numbers must not be empty')
  }
  if ((from === undefined) !== (to === undefined))
    problems.push('give both from and to, or neither')
  if (outTradeNo === undefined && syssn === undefined && from === undefined) {
    problems.push('give outTradeNo, syssn, or from and to')
  }
  if (from !== undefined && to !== undefined && !(Number(from) <= Number(to))) {
    problems.push('from must not be after to')
  }
  return [...new Set(problems)]
}

function monthProblems(filter: EnquiryFilter, offsetMs: number): string[] {
  if (!(Number(filter.from ?? 0) <= Number(filter.to ?? 0))) return []
  const months = spansOf(filter, offsetMs).length
  return months > 1 ? [`from and to span ${months} calendar months: use enquireAll`] : []
}

function partsOf(filter: EnquiryFilter): EnquiryFilter[] {
  const { outTradeNo, syssn } = filter
  if (syssn !== undefined) return chunks(syssn).map((list) => ({ ...filter, syssn: list }))
  if (outTradeNo === undefined) return [filter]
  return chunks(outTradeNo).map((list) => ({ ...filter, outTradeNo: list }))
}

/** One span for each month. */
function spansOf({ from, to }: EnquiryFilter, offsetMs: number): Span[] {
  if (from === undefined || to === undefined) return [{}]
  return splitAtMonths(Number(from), Number(to), offsetMs)
}

function chunks(value: string | readonly string[]): string[][] {
  const list = [...new Set(each(value))]
  const count = Math.ceil(list.length / NUMBERS_AT_ONCE)
  return Array.from({ length: count }, (_, index) =>
    list.slice(index * NUMBERS_AT_ONCE, (index + 1) * NUMBERS_AT_ONCE),
  )
}

function each(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? [])
}

/** Never reads silence as "not found": only an empty list means that. */
function rowsOf(data: unknown): readonly unknown[] {
  if (Array.isArray(data)) return data
  if (data === null) return []
  throw new QfpayReplyError(`${ENDPOINT} answered 0000 without a list of transactions.`, {
    outcome: 'unknown',
    endpoint: ENDPOINT,
    respcd: '0000',
    hint: 'Enquire again; tell QFPay if this continues.',
  })
}

function repeatedPage(page: number): QfpayReplyError {
  return new QfpayReplyError(
    `${ENDPOINT} answered page ${page} with the rows of the page before.`,
    {
      outcome: 'unknown',
      endpoint: ENDPOINT,
      hint: 'The list is not complete: ask for a shorter span.',
    },
  )
}
