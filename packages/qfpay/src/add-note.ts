import { refuseProblems, textProblems } from './arguments.ts'
import { type AddNoteRequest } from './messages.ts'
import { type Settings } from './options.ts'
import { call } from './transport.ts'
import { parameters, syssnOf } from './wire.ts'

/** QFPay, Transaction Note. Here, and only here, the app_code travels as `code`. */
export async function addNote(
  settings: Settings,
  { syssn, note, signal }: AddNoteRequest,
): Promise<{ readonly syssn: string }> {
  refuseProblems('addNote', [
    ...textProblems({ syssn, note }),
    ...(settings.mchid === undefined ? [] : ['QFPay takes notes from accounts without mchid only']),
  ])
  const sent = parameters({ code: settings.appCode, syssn, note })
  const { fields } = await call(settings, {
    endpoint: '/trade/v1/add_note',
    parameters: sent,
    signal,
  })
  return { syssn: syssnOf(fields) ?? syssn }
}
