import { timeZoneOf, type Account } from '../../accounts/account.ts'
import { instantOf, localTime } from '../../language/zone.ts'
import type { LinkField, PaymentLink } from '../../links/payment-link.ts'
import { amountTyped, given, numberTyped, type Typed } from '../forms/typed.ts'

/** The form of a new link in the words of the API. */
export function newLinkTyped(typed: Typed, zone: string): object {
  const { currency = '' } = typed
  return given({
    title: typed['title'],
    currency,
    amount: amountTyped(typed['amount'], currency),
    min_amount: amountTyped(typed['min_amount'], currency),
    max_amount: amountTyped(typed['max_amount'], currency),
    stock: numberTyped(typed['stock']),
    starts_at: timeTyped(typed['starts_at'], zone),
    ends_at: timeTyped(typed['ends_at'], zone),
    once_per_payer: typed['once_per_payer'] === 'yes',
    fields: questionsTyped(typed['questions'] ?? ''),
    success_message: typed['success_message'],
    success_url: typed['success_url'],
  })
}

/** What the form changes: a field that is as the page showed it stays as it is, to the second. */
export function linkChangeTyped(typed: Typed, link: PaymentLink, { settings }: Account): object {
  const zone = timeZoneOf(settings)
  const before = linkAsTyped(link, zone)
  const wanted = {
    title: typed['title'],
    stock: numberTyped(typed['stock']) ?? null,
    starts_at: timeTyped(typed['starts_at'], zone) ?? null,
    ends_at: timeTyped(typed['ends_at'], zone) ?? null,
    questions: questionsTyped(typed['questions'] ?? '', link.fields),
    success_message: typed['success_message'] || null,
    success_url: typed['success_url'] || null,
  }
  const changed = Object.entries(wanted).filter(
    ([name]) => typed[name] !== undefined && inLines(typed[name]) !== before[name],
  )
  return Object.fromEntries(
    changed.map(([name, value]) => [name === 'questions' ? 'fields' : name, value]),
  )
}

function timeTyped(text: string | undefined, zone: string): string | undefined {
  if (!text) return undefined
  const at = instantOf(text.length === '2026-03-02T18:30'.length ? `${text}:00` : text, zone)
  return Number.isNaN(at.getTime()) ? text : at.toISOString()
}

/** Each line is a question. One that was there keeps its key, under which payments have its answers. */
function questionsTyped(text: string, before: readonly LinkField[] = []): readonly object[] {
  const labels = inLines(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
  const left = [...before]
  const keys = Array.from({ length: labels.length + before.length }, (_, at) => `answer_${at + 1}`)
  const free = keys.filter((key) => before.every((field) => field.key !== key))
  return labels.map((line) => {
    const label = line.trim()
    const at = left.findIndex((field) => field.label === label)
    const [same] = at < 0 ? [] : left.splice(at, 1)
    return same ? { key: same.key, label, required: same.isRequired } : { key: free.shift(), label }
  })
}

/** As a page writes it: browsers send other ends of lines. */
function inLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/** A link as the form to change it begins. */
export function linkAsTyped(link: PaymentLink, zone: string): Typed {
  const local = (at: Date): string =>
    localTime(at, zone).replace(' ', 'T').slice(0, '2026-03-02T18:30'.length)
  return {
    title: link.title,
    stock: link.stock === undefined ? '' : String(link.stock),
    starts_at: link.startsAt ? local(link.startsAt) : '',
    ends_at: link.endsAt ? local(link.endsAt) : '',
    questions: link.fields.map(({ label }) => label).join('\n'),
    success_url: link.successUrl ?? '',
    success_message: link.successMessage ?? '',
  }
}
