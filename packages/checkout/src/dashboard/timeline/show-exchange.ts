import type { Exchange, ExchangeFacts } from '../../exchanges/exchange.ts'
import { displayClock } from '../../language/display-time.ts'
import type { Language } from '../../language/language.ts'
import { exchangeResource } from '../../timeline/exchange-resource.ts'
import { inLanguage, quoted } from '../recorded/in-language.ts'
import type { EventRow } from './event-row.ts'
import { exchangeTexts, type Asked, type Result } from './exchange-texts.ts'

type Reader = { readonly language: Language; readonly timeZone: string }

/** An exchange as one quiet line; behind it, what each side said. */
export function exchangeRow(exchange: Exchange, reader: Reader): EventRow {
  const { facts, kind, sentAt } = exchange
  const result = resultOf(facts)
  const { request, answer, ...told } = exchangeResource(exchange)
  return {
    at: sentAt.getTime(),
    title: titleOf(exchange, result, reader.language),
    ...(facts.endpoint !== undefined && { name: facts.endpoint }),
    actor: kind === 'request' ? 'tael' : kind === 'notification' ? 'gateway' : 'payer',
    wire:
      kind === 'request'
        ? { with: facts.endpoint?.startsWith('/sns/') ? 'wechat' : 'gateway', way: 'outward' }
        : { with: kind === 'return' ? 'payer' : 'gateway', way: 'inward' },
    notes: notesOf(exchange, reader),
    raw: JSON.stringify({ request, answer, ...told }, undefined, 2),
    isProblem: kind === 'request' && PROBLEMS.includes(result),
  }
}

const PROBLEMS: readonly Result[] = ['refused', 'unanswered', 'too-many', 'forged']

const ASKED: Readonly<Record<string, Asked>> = {
  '/tool/v1/get_weixin_openid': 'code',
  '/sns/oauth2/access_token': 'code',
  '/trade/v1/payment': 'order',
  '/trade/v1/query': 'enquiry',
  '/trade/v1/refund': 'refund',
  '/trade/v1/close': 'close',
}

function titleOf({ kind, facts }: Exchange, result: Result, language: Language): string {
  const texts = exchangeTexts[language]
  if (kind === 'notification') return facts.signature === 'forged' ? texts.forged : texts.notified
  if (kind === 'return') return texts.returned[facts.returned ?? 'repeated']
  const asked = texts.asked[ASKED[facts.endpoint ?? ''] ?? 'other']
  return `${asked}${language === 'en' ? ': ' : '：'}${texts.result[result]}`
}

function resultOf({ failure, signature, verdict, respcd = '0000' }: ExchangeFacts): Result {
  if (verdict !== undefined) return verdict
  switch (failure?.code) {
    case undefined:
      // A gateway that cannot close orders gives an answer, not a failure.
      return respcd === '0000' ? 'done' : 'refused'
    case 'refused':
    case 'wechat-oauth':
    case 'configuration':
      return 'refused'
    case 'pending':
      return 'pending'
    case 'rate-limited':
      return 'too-many'
    case 'signature':
      return signature === 'forged' ? 'forged' : 'refused'
    case 'network':
    case 'reply':
      return 'unanswered'
  }
}

function notesOf({ facts, times, lastAt }: Exchange, { language, timeZone }: Reader): string[] {
  const texts = exchangeTexts[language]
  const clock = (at: Date): string => displayClock(at.getTime(), timeZone, language)
  const { why, attempt = 1, askedWith, durationMs, respcd, meaning, failure } = facts
  const isFailed = failure !== undefined || resultOf(facts) === 'refused'
  const notes = [
    why && texts.why[why],
    attempt > 1 && times === 1 && texts.repeat(attempt),
    times > 1 && texts.times(times, clock(lastAt)),
    isFailed &&
      (respcd ??
        (failure?.reason && inLanguage(failure.reason, language)) ??
        facts.httpStatus?.toString()),
    isFailed && meaning !== undefined && inLanguage(meaning, language),
    facts.said && quoted(facts.said, language),
    askedWith !== undefined && texts.together(askedWith),
    durationMs !== undefined && texts.took(durationMs),
    facts.askAgainAt !== undefined && texts.again(clock(new Date(facts.askAgainAt))),
  ]
  return notes.filter((note) => typeof note === 'string')
}
