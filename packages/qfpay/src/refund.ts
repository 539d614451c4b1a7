import { refundProblems, refuseProblems, wireAmount } from './arguments.ts'
import { type Refund, type RefundRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { call, incomplete } from './transport.ts'
import { readRefund } from './wire-reply.ts'
import { refundParameters } from './wire.ts'

const ENDPOINT = '/trade/v1/refund'

/** QFPay, Refund. */
export async function refund(settings: Settings, request: RefundRequest): Promise<Refund> {
  const { txamt, problems } = wireAmount(request, settings.currencyScales)
  refuseProblems('refund', [...refundProblems(request), ...problems])
  const parameters = refundParameters(request, txamt, settings)
  const { fields, raw } = await call(settings, {
    endpoint: ENDPOINT,
    parameters,
    signal: request.signal,
  })
  const accepted = readRefund(request, fields, raw, settings)
  if (accepted === undefined) throw incomplete(ENDPOINT, 'the refund that was asked for')
  return accepted
}
