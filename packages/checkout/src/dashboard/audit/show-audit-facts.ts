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
  auditWords,
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
  const say = sayer(entry.action, { ...before, ...after }, shown)
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

/** Says the values of an entry with these facts. */
function sayer(action: AuditAction, facts: Facts, { language, timeZone, names }: FactsShown) {
  const texts = auditFactTexts[language]
  const words = wordsOf(action, language)
  return say

  function say(path: string, value: unknown): string {
    if (value === undefined || value === null) return texts.none
    if (isNothing(value)) return path === 'eventTypes' ? texts.all : texts.none
    if (path === 'permissions' && isFull(value)) return accountTexts[language].full
    if (typeof value === 'boolean') return value ? texts.yes : texts.no
    if (typeof value === 'number') return sayNumber(path, value)
    if (typeof value === 'string') {
      if (INSTANT.test(value)) return displayTime(Date.parse(value), timeZone, language)
      const word = words[path]?.[value] ?? auditWords[path]?.[value]?.[language]
      return word ?? names?.get(value) ?? value
    }
    if (Array.isArray(value)) {
      return value.map((each: unknown) => sayOneOf(path, each)).join(texts.between)
    }
    return Object.entries(value)
      .map(([name, of]) => `${name}: ${typeof of === 'string' ? of : JSON.stringify(of)}`)
      .join(texts.between)
  }

  function sayNumber(path: string, value: number): string {
    const { currency } = facts
    if (AMOUNTS.has(path) && typeof currency === 'string' && isCurrency(currency)) {
      return displayAmount(value, currency)
    }
    if (path === 'refundApprovalAbove') return showThreshold(value) ?? ''
    if (path !== 'payWithin') return String(value)
    return value % MINUTE_S === 0 ? texts.minutes(value / MINUTE_S) : texts.seconds(value)
  }

  function sayOneOf(path: string, value: unknown): string {
    if (path === 'reviews' && isObject(value)) {
      const code = REVIEW_CODES.find((known) => known === value['code'])
      return code === undefined ? String(value['code']) : reviewTitle(code, language)
    }
    // What a payer is asked for.
    if (isObject(value) && typeof value['label'] === 'string') return value['label']
    return say(path, value)
  }
}

/** What the values of facts are called that have few. */
function wordsOf(
  action: AuditAction,
  language: Language,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { flows, lates, permissions } = accountTexts[language]
  const { paymentStatus, refundStatus } = dashboardTexts[language]
  return {
    flow: flows,
    latePayments: lates,
    permissions,
    role: operatorTexts[language].roles,
    resolution: differenceTexts[language].resolution,
    status: action.startsWith('refund') ? refundStatus : paymentStatus,
  }
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
