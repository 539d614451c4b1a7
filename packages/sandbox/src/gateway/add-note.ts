import type { State } from '../state/state.ts'
import type { Endpoint } from '../wire/call.ts'
import { required } from '../wire/read-fields.ts'
import { badParameter } from '../wire/refusal.ts'
import { findOrder } from './find-order.ts'

/** `POST /trade/v1/add_note`: a remark for the portal and the reports. */
export function addNote(state: State): Endpoint {
  return (call) => {
    const { parameters, merchant } = call
    if (parameters['mchid'] !== undefined) {
      throw badParameter(
        'note-with-mchid',
        'Notes are for merchants without a mchid.',
        'Leave the note out.',
      )
    }
    if (required(parameters, 'code', 32) !== merchant.appCode) {
      throw badParameter(
        'note-code',
        'code is not the app_code of the request.',
        'In add_note, code is the app_code.',
      )
    }
    const syssn = required(parameters, 'syssn', 40)
    const note = required(parameters, 'note', 200)
    findOrder(state, call, { syssn })
    state.notes.set(syssn, note)
    return { resperr: 'Success', respcd: '0000', respmsg: '', data: { syssn } }
  }
}
