import { oneMonthLater, parseGatewayTime, startOfGatewayMonth } from '../state/gateway-time.ts'
import type { Order } from '../state/order.ts'
import type { Settings } from '../state/settings.ts'
import type { State } from '../state/state.ts'
import type { Call, Endpoint } from '../wire/call.ts'
import { badTime } from '../wire/read-fields.ts'
import { Refusal, badParameter } from '../wire/refusal.ts'
import type { Parameters } from '../wire/signing.ts'
import { queryRow } from './query-row.ts'

const MAX_PAGE_SIZE = 100
const DEFAULT_PAGE_SIZE = 10

type Range = { readonly start: number; readonly end: number; readonly isEndInclusive: boolean }

/** `/trade/v1/query`: the envelope says that QFPay understood the question; each row has its own status. */
export function query(state: State): Endpoint {
  return (call) => {
    const { parameters } = call
    const page = readCount(parameters, 'page', { fallback: 1, most: Number.MAX_SAFE_INTEGER })
    const asked = readCount(parameters, 'page_size', {
      fallback: DEFAULT_PAGE_SIZE,
      most: MAX_PAGE_SIZE,
    })
    const rule = state.settings.pageSize
    const pageSize = rule === 'counts' ? asked : DEFAULT_PAGE_SIZE
    const lookup = namesOrders(parameters) ? 'number' : 'list'
    const rows = findOrders(state, call)
      .toSorted((a, b) => a.createdAt - b.createdAt || a.syssn.localeCompare(b.syssn, 'en'))
      .map((order) => queryRow(state, order, lookup))
      .filter((row) => row !== undefined)
      .filter(({ respcd }) => isListed(parameters['respcd'], respcd))
    if (rows.length === 0 && lookup === 'number') checkUnknown(state)
    if (state.settings.queryOrder === 'newest-first') rows.reverse()
    return {
      respcd: '0000',
      resperr: '請求成功',
      respmsg: '',
      page,
      page_size: rule === 'ignored-unsaid' ? asked : pageSize,
      data: rows.slice((page - 1) * pageSize, page * pageSize),
    }
  }
}

function checkUnknown({ settings: { enquiryOfUnknown: respcd } }: State): void {
  if (respcd === 'empty-list') return
  throw new Refusal({
    respcd,
    rule: 'order-unknown',
    message: 'The merchant has no such order.',
    hint: 'It may still appear: read this like an empty list.',
  })
}

function namesOrders(parameters: Parameters): boolean {
  return readList(parameters['syssn']).length > 0 || readList(parameters['out_trade_no']).length > 0
}

function findOrders(state: State, { parameters, merchant }: Call): readonly Order[] {
  const syssns = readList(parameters['syssn'])
  const numbers = readList(parameters['out_trade_no'])
  checkBatch(state, merchant.appCode, [...syssns, ...numbers])
  const range = readRange(state, parameters, syssns.length > 0)
  const isStrict = state.settings.keylessEnquiry === 'refuse'
  const hasTime = `${parameters['start_time'] ?? ''}${parameters['end_time'] ?? ''}` !== ''
  if (isStrict && syssns.length === 0 && numbers.length === 0 && !hasTime) {
    throw badParameter(
      'query-without-key',
      'The enquiry names no order.',
      'Send syssn, out_trade_no, or start_time and end_time together.',
    )
  }
  return candidates(state, merchant.appCode, { syssns, numbers }).filter(
    (order) =>
      (parameters['mchid'] === undefined || order.mchid === parameters['mchid']) &&
      isListed(parameters['pay_type'], order.payType) &&
      (range === undefined || isWithin(range, order.createdAt + order.skewMs)),
  )
}

function checkBatch({ faults }: State, appCode: string, orders: readonly string[]): void {
  if (orders.length < 2 || faults.take('refuse-batch', { appCode, orders }) === undefined) return
  throw badParameter(
    'batch-refused',
    'The enquiry names several orders.',
    'A fault makes the gateway refuse lists: ask for each order alone.',
  )
}

function candidates(
  state: State,
  appCode: string,
  { syssns, numbers }: { readonly syssns: readonly string[]; readonly numbers: readonly string[] },
): readonly Order[] {
  const { orders } = state
  if (syssns.length > 0) {
    const found = syssns.map((syssn) => orders.bySyssn(appCode, syssn)).filter(isFound)
    return unique(found).filter(
      ({ outTradeNo }) => numbers.length === 0 || numbers.includes(outTradeNo),
    )
  }
  if (numbers.length === 0) return orders.list(appCode)
  return unique(numbers.map((number) => orders.byNumber(appCode, number)).filter(isFound))
}

// A syssn finds its order in any month, unless the settings say otherwise; everything else sees the range,
// or the current month.
function readRange(state: State, parameters: Parameters, hasSyssn: boolean): Range | undefined {
  const [startText, endText] = [parameters['start_time'] ?? '', parameters['end_time'] ?? '']
  const { settings, clock } = state
  const isHalf = (startText === '') !== (endText === '')
  if (isHalf && settings.keylessEnquiry === 'refuse') {
    throw badParameter(
      'query-half-range',
      'start_time and end_time belong together.',
      'Send both, or neither.',
    )
  }
  const month = {
    start: startOfGatewayMonth(clock.now(), settings.utcOffset),
    end: Infinity,
    isEndInclusive: true,
  }
  if (startText === '' && endText === '') {
    const isNumbered = namesOrders(parameters)
    const isBound = hasSyssn ? settings.monthBindsSyssns : settings.monthBindsOrderNumbers
    return isBound || !isNumbered ? month : undefined
  }
  const range = isHalf
    ? halfRange(month, { startText, endText }, settings)
    : parseRange(startText, endText, settings)
  return hasSyssn && !settings.monthBindsSyssns ? undefined : range
}

/** A missing end of a range is the current month's. */
function halfRange(
  month: Range,
  { startText, endText }: { readonly startText: string; readonly endText: string },
  { utcOffset, queryEndInclusive }: Settings,
): Range {
  const [start, end] = [
    parseGatewayTime(startText, utcOffset),
    parseGatewayTime(endText, utcOffset),
  ]
  if (startText !== '' && start === undefined) throw badTime('start_time', startText)
  if (endText !== '' && end === undefined) throw badTime('end_time', endText)
  if (end === undefined) return { ...month, start: start ?? month.start }
  return { start: month.start, end, isEndInclusive: queryEndInclusive }
}

function parseRange(startText: string, endText: string, settings: Settings): Range {
  const { utcOffset } = settings
  const [start, end] = [
    parseGatewayTime(startText, utcOffset),
    parseGatewayTime(endText, utcOffset),
  ]
  if (start === undefined) throw badTime('start_time', startText)
  if (end === undefined) throw badTime('end_time', endText)
  if (end < start || end > oneMonthLater(start, utcOffset)) {
    throw badParameter(
      'query-range',
      'The range is longer than a calendar month, or ends before it begins.',
      'Ask month by month.',
    )
  }
  return { start, end, isEndInclusive: settings.queryEndInclusive }
}

// Times on the wire have whole seconds, so an order made within the last second belongs to it.
function isWithin({ start, end, isEndInclusive }: Range, instant: number): boolean {
  const second = Math.floor(instant / 1000) * 1000
  return second >= start && (isEndInclusive ? second <= end : second < end)
}

function readList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function isListed(list: string | undefined, value: string): boolean {
  const wanted = readList(list)
  return wanted.length === 0 || wanted.includes(value)
}

function readCount(
  parameters: Parameters,
  name: string,
  { fallback, most }: { readonly fallback: number; readonly most: number },
): number {
  const text = parameters[name] ?? ''
  if (text === '') return fallback
  const count = Number(text)
  if (/^\d{1,9}$/.test(text) && count >= 1 && count <= most) return count
  throw badParameter(
    `${name.replace('_', '-')}-range`,
    `${name} is not a number from 1${most === MAX_PAGE_SIZE ? ` to ${most}` : ''}.`,
    'Leave it out for the first page of ten.',
  )
}

function unique(orders: readonly Order[]): readonly Order[] {
  return [...new Set(orders)]
}

function isFound(order: Order | undefined): order is Order {
  return order !== undefined
}
