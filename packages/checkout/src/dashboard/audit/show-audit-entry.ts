import type { Who } from '../../audit/actor.ts'
import type { AuditAction, AuditFacts, AuditSubject } from '../../audit/audit-entry.ts'
import { displayTime } from '../../language/display-time.ts'
import type { Language } from '../../language/language.ts'
import { operatorTexts } from '../operators/operator-texts.ts'
import { auditSubjectNames } from './audit-fact-texts.ts'
import { auditTexts } from './audit-texts.ts'
import { showFacts, type FactsShown } from './show-audit-facts.ts'

/** An entry of the audit log, as the operators' API gives it. */
export type AuditEntryResource = {
  readonly id: string
  readonly at: string
  readonly actor: Who
  readonly address?: string | undefined
  readonly action: AuditAction
  readonly subject: {
    readonly type: AuditSubject['type']
    readonly id?: string | undefined
    readonly account?: string | undefined
  }
  readonly before?: AuditFacts | undefined
  readonly after?: AuditFacts | undefined
  readonly sequence?: number | undefined
}

/** Who did what to which thing, from where, and each field before and after: some lines of text. */
export function sayAuditEntry(entry: AuditEntryResource, shown: FactsShown): string {
  const { actor, address, action, subject, sequence } = entry
  const { language, timeZone } = shown
  const { audit: texts } = operatorTexts[language]
  const owner = subject.account === subject.id ? undefined : subject.account
  const place = [
    [auditSubjectNames[subject.type][language], subject.id].filter(Boolean).join(' '),
    owner,
    address && `${texts.address} ${address}`,
    action,
  ]
  const time = displayTime(Date.parse(entry.at), timeZone, language)
  return [
    `${time}  ${sequence === undefined ? texts.waiting : `#${sequence}`}`,
    `  ${sayDeed(actor, action, language).join(' ')}`,
    `  ${place.filter((part) => part !== undefined).join(' · ')}`,
    ...showFacts(entry, shown).map(
      ({ name, before, after }) =>
        `    ${name}: ${[before, after].filter((value) => value !== undefined).join(' → ')}`,
    ),
  ].join('\n')
}

/** Who did something, and what it was. */
export function sayDeed(
  who: Who,
  action: AuditAction,
  language: Language,
): readonly [who: string, what: string] {
  const { audit: texts } = operatorTexts[language]
  const deeds: Readonly<Record<string, string>> = auditTexts[language]
  // An entry cannot be changed: it keeps the name that its action had when it was written.
  const deed = deeds[action] ?? action
  // In Chinese nothing changes.
  const what = deed.slice(0, 1).toLowerCase() + deed.slice(1)
  if (who.kind === 'command') return [texts.command, what]
  return [who.kind === 'api_key' ? `${texts.apiKey} ${who.name}` : who.name, what]
}
