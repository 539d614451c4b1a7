import { refuseProblems, textProblems } from './arguments.ts'
import { type AddNoteRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { call } from './transport.ts'
import { syssnOf } from './wire-reply.ts'
import { noteParameters } from './wire.ts'

/** QFPay, Transaction Note. */
export async function addNote(
  settings: Settings,
  request: AddNoteRequest,
): Promise<{ readonly syssn: string }> {
  const { syssn, note, signal } = request
  refuseProblems('addNote', [
    ...textProblems({ syssn, note }),
    ...(settings.mchid === undefined ? [] : ['QFPay takes notes from accounts without mchid only']),
  ])
  const parameters = noteParameters(request, settings)
  const { fields } = await call(settings, {
    endpoint: '/trade/v1/add_note',
    parameters,
    signal,
  })
  return { syssn: syssnOf(fields) ?? syssn }
}
