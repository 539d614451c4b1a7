import type { Deps } from '../deps.ts'
import { notOpenedDraft } from '../exchanges/exchange.ts'
import type { Attempt } from '../payments/attempt.ts'

/** For each attempt in each process: a payer taps a few times; a flood is no payer. */
const MAX_HEARD = 5
/** Attempts whose count is remembered. */
const MAX_KNOWN = 1_000
/** WeChat's longest error messages have some sixty characters. */
const MAX_LENGTH = 200

/**
 * Records what WeChat told a payer's page when it did not open the payment: a wrong payment directory,
 * appid or signature shows nowhere else. It proves nothing and decides nothing.
 */
export function createHearing(
  deps: Pick<Deps, 'exchanges' | 'log' | 'clock'>,
): (attempt: Attempt, words: string) => void {
  const heard = new Map<string, number>()
  return ({ id }, words) => {
    const times = (heard.get(id) ?? 0) + 1
    if (times > MAX_HEARD) return
    heard.set(id, times)
    const [oldest] = heard.keys()
    if (heard.size > MAX_KNOWN && oldest !== undefined) heard.delete(oldest)
    const said = plain(words.slice(0, MAX_LENGTH))
    deps.exchanges.record(notOpenedDraft(id, said, deps.clock.now()))
    deps.log.warn('attempt.not_opened', { attempt: id, said })
  }
}

/** Printable, and without anything that could identify a payer: WeChat quotes addresses, openids and appids. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .replaceAll(/[?#]\S*/g, '')
    .replaceAll(/[\w-]{20,}/g, (long) => (long.startsWith('pay_') ? long : '…'))
    .trim()
}
