import type { Endpoint } from '../faults/fault.ts'
import type { Problem } from '../state/journal.ts'
import type { Parameters } from '../wire/signing.ts'

/** What the sandbox accepts in a request, and another gateway may refuse. */
export function remarkOn(endpoint: Endpoint, parameters: Parameters): Problem | undefined {
  if (parameters['mchid'] === '') return EMPTY_MCHID
  if (endpoint !== 'payment' && endpoint !== 'refund') return undefined
  if (!/^[\w|*]*$/.test(parameters['out_trade_no'] ?? '')) return ODD_NUMBER
  const name = parameters['goods_name'] ?? ''
  return Array.from(name).length > 20 || /[^\p{L}\p{M}\p{N} ]/u.test(name) ? ODD_NAME : undefined
}

const EMPTY_MCHID: Problem = {
  rule: 'mchid-empty',
  message: 'mchid is empty; it counts as absent here, as in a sample of QFPay’s.',
  hint: 'QFPay’s pages say: send a mchid that was issued, and none otherwise.',
}

const ODD_NUMBER: Problem = {
  rule: 'out-trade-no-letters',
  message:
    'out_trade_no holds more than letters, digits, _, | and *, to which an older page limits it.',
  hint: 'Keep to letters, digits and _.',
}

const ODD_NAME: Problem = {
  rule: 'goods-name-letters',
  message:
    'goods_name is longer than 20 characters, or holds special ones; some channels refuse that.',
  hint: 'Send up to 20 letters and digits.',
}
