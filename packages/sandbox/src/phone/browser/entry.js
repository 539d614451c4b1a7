import { make } from './elements.js'
import { say } from './texts.js'

/**
 * @typedef {{
 *   id: number, at: string, kind: string, step: string, method?: string, url?: string,
 *   status?: number, request?: Record<string, string>, response?: unknown,
 *   signed?: { string: string, algorithm: string, expected: string, received: string, ok: boolean },
 *   problem?: { rule: string, message: string, hint: string }, orderId?: string, payer?: string,
 * }} JournalEntry
 */

/**
 * One step on the wire: a line, and all there is to know about it underneath.
 * @param {JournalEntry} entry
 */
export function showEntry(entry) {
  const { problem, status } = entry
  const isBad = problem !== undefined || entry.signed?.ok === false
  return make(
    'li',
    {
      'data-kind': entry.kind,
      'data-problem': String(isBad),
      ...(entry.orderId ? { 'data-order': entry.orderId } : {}),
    },
    make(
      'details',
      {},
      make(
        'summary',
        {},
        make('time', { datetime: entry.at }, entry.at.slice(11, 23)),
        make('span', { class: 'kind' }, entry.kind),
        make(
          'span',
          { class: 'step' },
          make('span', {}, entry.step),
          ...(problem ? [make('span', { class: 'problem' }, problem.message)] : []),
        ),
        ...(entry.signed
          ? [
              make(
                'span',
                {
                  class: entry.signed.ok ? 'mark good' : 'mark bad',
                  title: say(entry.signed.ok ? 'signatureOk' : 'signatureBad'),
                },
                entry.signed.ok ? '✓' : '✗',
              ),
            ]
          : []),
        ...(status
          ? [make('span', { class: status >= 400 ? 'status bad' : 'status' }, String(status))]
          : []),
      ),
      make('div', { class: 'body' }, ...body(entry)),
    ),
  )
}

/** @param {JournalEntry} entry */
function body(entry) {
  /** @type {HTMLElement[]} */
  const parts = []
  if (entry.problem) {
    const { rule, message, hint } = entry.problem
    parts.push(
      make(
        'div',
        { class: 'explanation' },
        make('strong', {}, message),
        make('p', {}, hint),
        make('code', { title: say('rule') }, rule),
      ),
    )
  }
  if (entry.url) {
    parts.push(make('p', { class: 'url' }, make('b', {}, entry.method ?? ''), ' ', entry.url))
  }
  if (entry.signed) parts.push(...signature(entry.signed))
  if (entry.request) parts.push(part(say('request'), table(entry.request)))
  if (entry.response !== undefined) {
    parts.push(part(say('answer'), make('pre', { tabindex: '0' }, pretty(entry.response))))
  }
  const facts = [entry.orderId, entry.payer].filter((fact) => fact !== undefined)
  if (facts.length > 0) parts.push(make('p', { class: 'facts-line' }, facts.join(' · ')))
  return parts
}

/** @param {NonNullable<JournalEntry['signed']>} signed */
function signature(signed) {
  const rows = {
    [`${signed.algorithm} ${say('expected')}`]: signed.expected,
    [`${signed.algorithm} ${say('received')}`]: signed.received,
  }
  return [
    part(say('signedText'), make('pre', { class: 'wrap', tabindex: '0' }, signed.string)),
    make(
      'div',
      { class: signed.ok ? 'signature good' : 'signature bad' },
      make('strong', {}, say(signed.ok ? 'signatureOk' : 'signatureBad')),
      table(rows),
    ),
  ]
}

/** @param {string} title @param {HTMLElement} content */
function part(title, content) {
  return make('div', { class: 'part' }, make('h2', {}, title), content)
}

/** @param {Record<string, string>} rows */
function table(rows) {
  return make(
    'table',
    {},
    make(
      'tbody',
      {},
      ...Object.entries(rows).map(([name, value]) =>
        make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, value)),
      ),
    ),
  )
}

/** @param {unknown} value */
function pretty(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
