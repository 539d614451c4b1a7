import type { Metrics } from '../platform/metrics.ts'
import type { ExchangeDraft } from './exchange.ts'

/** Counts what QFPay refused, and what enquiries found out. */
export function countExchange({ kind, facts }: ExchangeDraft, metrics: Metrics): void {
  if (kind !== 'request') return
  const { verdict, why, endpoint, respcd } = facts
  if (verdict !== undefined) metrics.verdict(verdict, why ?? 'unknown')
  if (endpoint === undefined || respcd === undefined || respcd === '0000') return
  // Anything may stand in an answer; a label takes only what looks like a code.
  metrics.refusal(endpoint, /^\d{4}$/.test(respcd) ? respcd : 'other')
}
