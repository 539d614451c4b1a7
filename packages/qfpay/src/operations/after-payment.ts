import type { Settings } from '../http/options.ts'
import { call, incomplete } from '../http/transport.ts'
import {
  closeProblems,
  refundProblems,
  refuseProblems,
  textProblems,
  wireAmount,
} from '../wire/arguments.ts'
import type {
  AddNoteRequest,
  ClosedPayment,
  CloseRequest,
  Refund,
  RefundRequest,
} from '../wire/messages.ts'
import { readClosed, readRefund, syssnOf } from '../wire/read-reply.ts'
import { afterPaymentParameters, noteParameters } from '../wire/write-request.ts'

/** QFPay, Refund. */
export async function refund(settings: Settings, request: RefundRequest): Promise<Refund> {
  const { txamt, problems } = wireAmount(request, settings.currencyScales)
  refuseProblems('refund', [...refundProblems(request), ...problems])
  const parameters = afterPaymentParameters(request, { txamt, at: request.requestedAt }, settings)
  const { fields, raw } = await call(settings, {
    endpoint: '/trade/v1/refund',
    parameters,
    signal: request.signal,
    about: request.about,
  })
  const accepted = readRefund(request, fields, raw, settings)
  if (accepted === undefined) throw incomplete('/trade/v1/refund', 'the requested refund')
  return accepted
}

/** QFPay's answer if it cannot stop this kind of payment. An answer without a number means the same. */
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
  const parameters = afterPaymentParameters(request, { txamt, at: request.createdAt }, settings)
  const { signal, about } = request
  const answers = [UNSUPPORTED]
  const reply = await call(settings, { endpoint, parameters, signal, about, answers })
  const { respcd, raw } = reply
  const closed = respcd === UNSUPPORTED ? undefined : readClosed(reply, settings)
  return closed ?? { kind: 'unsupported', respcd, raw }
}

/** QFPay, Transaction Note. */
export async function addNote(
  settings: Settings,
  request: AddNoteRequest,
): Promise<{ readonly syssn: string }> {
  const { syssn, note, signal, about } = request
  refuseProblems('addNote', [
    ...textProblems({ syssn, note }),
    ...(settings.mchid === undefined ? [] : ['QFPay takes notes from accounts without mchid only']),
  ])
  const parameters = noteParameters(request, settings)
  const { fields } = await call(settings, {
    endpoint: '/trade/v1/add_note',
    parameters,
    signal,
    about,
  })
  return { syssn: syssnOf(fields) ?? syssn }
}
