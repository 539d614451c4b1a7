import { closeProblems, refuseProblems, wireAmount } from './arguments.ts'
import { type ClosedPayment, type CloseRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { call } from './transport.ts'
import { readClosed } from './wire-reply.ts'
import { closeParameters } from './wire.ts'

/** QFPay's answer where a kind of payment cannot be stopped; an answer without a number is another. */
const UNSUPPORTED = '1297'

/** QFPay, Close and Reversal: one request under two names. */
export async function stopPayment(
  settings: Settings,
  endpoint: '/trade/v1/close' | '/trade/v1/reversal',
  request: CloseRequest,
): Promise<ClosedPayment> {
  const { txamt, problems } = wireAmount(request, settings.currencyScales)
  refuseProblems(endpoint === '/trade/v1/close' ? 'close' : 'reverse', [
    ...closeProblems(request),
    ...problems,
  ])
  const parameters = closeParameters(request, txamt, settings)
  const { signal } = request
  const reply = await call(settings, { endpoint, parameters, signal, answers: [UNSUPPORTED] })
  const { respcd, raw } = reply
  const closed = respcd === UNSUPPORTED ? undefined : readClosed(reply, settings)
  return closed ?? { kind: 'unsupported', respcd, raw }
}
