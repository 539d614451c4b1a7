import { isCurrency } from '@tael/qfpay'
import type { AuditAction, AuditFacts } from '../../audit/audit-entry.ts'
import { PERMISSIONS } from '../../audit/permission.ts'
import { displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import type { Language } from '../../language/language.ts'
import { REVIEW_CODES } from '../../payments/review.ts'
import { accountTexts } from '../accounts/account-texts.ts'
import { showThreshold } from '../accounts/threshold.ts'
import { operatorTexts } from '../operators/operator-texts.ts'
import type { ShownFact } from '../operators/operator-view.ts'
import { differenceTexts } from '../reconciliations/difference-texts.ts'
import { reviewTitle } from '../reviews/explain-review.ts'
import { dashboardTexts } from '../shell/texts.ts'
import {
  auditFactNames,
  auditFactTexts,
  auditPartNames,
  proofWords,
  replacedWords,
  type Named,
} from './audit-fact-texts.ts'

export type FactsShown = {
  readonly language: Language
  readonly timeZone: string
  /** What ids are called, where they have a name. */
  readonly names?: ReadonlyMap<string, string>
}

type Facts = Readonly<Record<string, unknown>>
type Entry = {
  readonly action: AuditAction
  readonly before?: AuditFacts | undefined
  readonly after?: AuditFacts | undefined
}

/** What an entry of the audit log says, field by field; empty for a change that changed nothing. */
export function showFacts(entry: Entry, shown: FactsShown): readonly ShownFact[] {
  const [before, after] = [parts(entry.before), parts(entry.after)]
  const names = inOrder({ ...before, ...after }).map(([name]) => name)
  const isFixed = after['minAmount'] === after['maxAmount']
  const isOfTwoVersions = CHANGES.has(entry.action)
  const context = { ...shown, action: entry.action, facts: { ...before, ...after } }
  const say = (path: string, value: unknown): string =>
    SAY[path]?.(value, context) ?? sayByType(value, context)
  return names.flatMap((path): readonly ShownFact[] => {
    const isSaid = isUnit(path, names) || (isFixed && path === 'minAmount')
    if (isSaid) return []
    const name = nameOf(isFixed && path === 'maxAmount' ? 'amount' : path, shown.language)
    const [was, is] = [say(path, before[path]), say(path, after[path])]
    if (isOfTwoVersions) return was === is ? [] : [{ name, before: was, after: is }]
    if (!(path in after)) {
      const isBeside = Object.keys(after).length > 0
      return [{ name: isBeside ? auditFactTexts[shown.language].was(name) : name, after: was }]
    }
    const isLeftOut = path !== 'eventTypes' && isNothing(after[path])
    return isLeftOut ? [] : [{ name, ...(path in before && { before: was }), after: is }]
  })
}

/** Actions whose facts are those of the same thing before and after. */
const CHANGES: ReadonlySet<AuditAction> = new Set([
  'account.changed',
  'payment_link.changed',
  'webhook_endpoint.changed',
  'operator.changed',
  'difference.assigned',
])

/** Facts by path, in the order of their names: the parts of an object are facts of their own, unless the merchant names them. */
function parts(facts: AuditFacts = {}): Facts {
  return Object.fromEntries(
    inOrder(facts).flatMap(([name, value]) =>
      isObject(value) && (name === 'wechat' || name === 'requestLimit')
        ? Object.entries(value).map(([part, of]) => [`${name}.${part}`, of] as const)
        : [[name, value] as const],
    ),
  )
}

/** The database keeps no order. */
function inOrder(facts: Facts): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(facts).toSorted(([one], [other]) => place(one) - place(other))
}

const ORDER = Object.keys(auditFactNames)
function place(path: string): number {
  const index = ORDER.indexOf(path.split('.')[0] ?? path)
  return index === -1 ? ORDER.length : index
}

/** Shown with the amounts beside it. */
function isUnit(path: string, names: readonly string[]): boolean {
  return path === 'currency' && names.some((name) => AMOUNTS.has(name))
}

const AMOUNTS: ReadonlySet<string> = new Set(['amount', 'minAmount', 'maxAmount'])
/** As `Date` writes it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const MINUTE_S = 60

function nameOf(path: string, language: Language): string {
  const [fact = '', part] = path.split('.')
  const names: Readonly<Record<string, Named>> =
    part === undefined ? auditFactNames : auditPartNames
  return names[part ?? fact]?.[language] ?? path
}

/** What a value is said with. */
type Context = FactsShown & Pick<Entry, 'action'> & { readonly facts: Facts }
/** Undefined: as its type says it. */
type Say = (value: unknown, context: Context) => string | undefined
type Words = Readonly<Record<string, string>>

const sayReplaced = inWords(({ language }) => replacedWords[language])
const sayProof = inWords(({ language }) => proofWords[language])

/** How the facts are said that their type alone does not say. */
const SAY: Readonly<Record<string, Say>> = {
  amount: sayAmount,
  minAmount: sayAmount,
  maxAmount: sayAmount,
  refundApprovalAbove: (value) => (typeof value === 'number' ? showThreshold(value) : undefined),
  payWithin: (value, { language }) => {
    const { minutes, seconds } = auditFactTexts[language]
    if (typeof value !== 'number') return undefined
    return value % MINUTE_S === 0 ? minutes(value / MINUTE_S) : seconds(value)
  },
  eventTypes: (value, { language }) =>
    isNothing(value) ? auditFactTexts[language].all : undefined,
  permissions: (value, context) => {
    const { full, permissions } = accountTexts[context.language]
    return isFull(value)
      ? full
      : sayList(
          value,
          context,
          inWords(() => permissions),
        )
  },
  reviews: (value, context) => sayList(value, context, sayReview),
  // What a payer is asked for.
  fields: (value, context) =>
    sayList(value, context, (one) => (isObject(one) ? String(one['label']) : undefined)),
  flow: inWords(({ language }) => accountTexts[language].flows),
  latePayments: inWords(({ language }) => accountTexts[language].lates),
  role: inWords(({ language }) => operatorTexts[language].roles),
  resolution: inWords(({ language }) => differenceTexts[language].resolution),
  status: inWords(({ language, action }) => {
    const { paymentStatus, refundStatus } = dashboardTexts[language]
    return action.startsWith('refund') ? refundStatus : paymentStatus
  }),
  clientKey: sayReplaced,
  notificationKey: sayReplaced,
  wechatSecret: sayReplaced,
  headers: sayReplaced,
  by: sayProof,
  secondFactor: sayProof,
}

function inWords(wordsOf: (context: Context) => Words): Say {
  return (value, context) => (typeof value === 'string' ? wordsOf(context)[value] : undefined)
}

function sayAmount(value: unknown, { facts: { currency } }: Context): string | undefined {
  if (typeof value !== 'number' || typeof currency !== 'string') return undefined
  return isCurrency(currency) ? displayAmount(value, currency) : undefined
}

function sayReview(review: unknown, { language }: Context): string | undefined {
  if (!isObject(review)) return undefined
  const code = REVIEW_CODES.find((known) => known === review['code'])
  return code === undefined ? String(review['code']) : reviewTitle(code, language)
}

function sayList(value: unknown, context: Context, say: Say): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  return value
    .map((one: unknown) => say(one, context) ?? sayByType(one, context))
    .join(auditFactTexts[context.language].between)
}

function sayByType(value: unknown, context: Context): string {
  const { language, timeZone, names } = context
  const texts = auditFactTexts[language]
  if (isNothing(value)) return texts.none
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value === 'string') {
    if (INSTANT.test(value)) return displayTime(Date.parse(value), timeZone, language)
    return names?.get(value) ?? value
  }
  if (!isObject(value)) return sayList(value, context, () => undefined) ?? String(value)
  return Object.entries(value)
    .map(([name, of]) => `${name}: ${typeof of === 'string' ? of : JSON.stringify(of)}`)
    .join(texts.between)
}

function isFull(permissions: unknown): boolean {
  return Array.isArray(permissions) && PERMISSIONS.every((each) => permissions.includes(each))
}

function isObject(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** No value, an empty list, or an object without members. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
