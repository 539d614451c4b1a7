import { isCurrency } from '@tael/qfpay'
import type { Account, Flow } from '../../accounts/account.ts'
import { parseAmount } from '../../language/parse-amount.ts'
import { rangeOfDays, readDay } from '../../language/zone.ts'
import type { PaymentSearch } from '../../payments/payment-search.ts'
import { PAYMENT_STATUSES } from '../../payments/payment.ts'

/** The chips of the list: a status, or what a person has to look at. */
export const STATUS_FILTERS = [
  'in-review',
  'awaiting-approval',
  'failed-refund',
  ...PAYMENT_STATUSES,
] as const
export type StatusFilter = (typeof STATUS_FILTERS)[number]

export const FLOWS: readonly Flow[] = ['own-account', 'qfpay-account', 'canada']

/** What the address of the list asks for, without what is not understood. Each is absent if not set. */
export type PaymentQuery = {
  readonly status?: StatusFilter
  /** What to search for by number or reference. */
  readonly q?: string
  /** An account's id. */
  readonly account?: string
  readonly method?: Flow
  readonly currency?: string
  /** Decimals, both ends included. */
  readonly least?: string
  readonly most?: string
  /** Days, `2026-03-02`, both included. */
  readonly from?: string
  readonly to?: string
}
export type PaymentQueryField = keyof PaymentQuery

type KnownAccount = Pick<Account, 'id'> & {
  readonly settings: Pick<Account['settings'], 'flow'>
}

/** Pure: reads a query as `queryText` writes it. */
export function readPaymentQuery(
  given: URLSearchParams,
  accounts: readonly KnownAccount[],
): PaymentQuery {
  const text = (name: string): string =>
    (given.get(name) ?? '')
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 200)
  const known = <Value extends string>(name: string, values: readonly Value[]): Value | undefined =>
    values.find((value) => value === text(name))
  const currency = isCurrency(text('currency')) ? text('currency') : undefined
  const read: { [Field in PaymentQueryField]: PaymentQuery[Field] | undefined } = {
    status: known('status', STATUS_FILTERS),
    q: text('q') || undefined,
    account: known(
      'account',
      accounts.map(({ id }) => id),
    ),
    method: known('method', FLOWS),
    currency,
    least: amountOf(text('least'), currency) === undefined ? undefined : text('least'),
    most: amountOf(text('most'), currency) === undefined ? undefined : text('most'),
    from: readDay(text('from')),
    to: readDay(text('to')),
  }
  return Object.fromEntries(
    Object.entries(read).filter(([, value]) => value !== undefined),
  ) as PaymentQuery
}

/** The query of an address, in a fixed order. */
export function queryText(query: PaymentQuery): string {
  const text = new URLSearchParams(query).toString()
  return text === '' ? '' : `?${text}`
}

/** What it means for the payments; days are those of a time zone. */
export function searchOf(
  { status, account, method, currency, least, most, from, to }: PaymentQuery,
  accounts: readonly KnownAccount[],
  zone: string,
): PaymentSearch {
  const accountIds = accounts
    .filter(({ id }) => account === undefined || id === account)
    .filter(({ settings }) => method === undefined || settings.flow === method)
    .map(({ id }) => id)
  const amount = defined({ least: amountOf(least, currency), most: amountOf(most, currency) })
  const created = defined(rangeOfDays({ from, to }, zone))
  return {
    ...((account ?? method) !== undefined && { accountIds }),
    ...standingOf(status),
    ...(currency !== undefined && { currency }),
    ...(amount && { amount }),
    ...(created && { created }),
  }
}

function standingOf(
  status: StatusFilter | undefined,
): Pick<PaymentSearch, 'status' | 'isInReview' | 'hasFailedRefund' | 'awaitsApproval'> {
  if (status === 'in-review') return { isInReview: true }
  if (status === 'awaiting-approval') return { awaitsApproval: true }
  if (status === 'failed-refund') return { hasFailedRefund: true }
  return status === undefined ? {} : { status }
}

/** In minor units; without a currency, of one with cents. */
function amountOf(decimal: string | undefined, currency = 'HKD'): number | undefined {
  return parseAmount(decimal ?? '', currency)
}

function defined<Value extends object>(
  value: Value,
): { [Key in keyof Value]?: NonNullable<Exclude<Value[Key], ''>> } | undefined {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== '')
  if (entries.length === 0) return undefined
  return Object.fromEntries(entries) as {
    [Key in keyof Value]?: NonNullable<Exclude<Value[Key], ''>>
  }
}
