import { isDialogOpen } from './dialog.js'
import { showPaymentSheet } from './payment-sheet.js'
import { askSandbox } from './sandbox.js'

/**
 * Answers what a page asks of WeChat.
 * @param {import('./frame.js').BridgeCall} call
 * @param {{ payer: string, profile: string }} choice
 * @param {() => void} closePage
 */
export async function answerBridge({ kind, question, answer }, choice, closePage) {
  if (kind === 'pay') answer(await pay(question, choice, closePage))
  else if (kind === 'config') answer(await config(question))
  else if (kind === 'close') closePage()
  else answer({})
}

/** @param {Record<string, any>} question @param {{ payer: string, profile: string }} choice @param {() => void} closePage */
async function pay(question, { payer, profile }, closePage) {
  if (isDialogOpen()) return failed('another dialog is open')
  try {
    const opening = await askSandbox('/_sandbox/wallet/open', { ...question, payer, profile })
    if (opening.kind === 'result') return opening
    const result = await showPaymentSheet(opening)
    if (result.silent) closePage()
    return result
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

/** @param {Record<string, any>} question */
async function config(question) {
  try {
    return await askSandbox('/_sandbox/wallet/config', question)
  } catch (error) {
    return { ok: false, errMsg: `config:fail, ${error instanceof Error ? error.message : ''}` }
  }
}

/** @param {string} reason */
function failed(reason) {
  return { errMsg: 'get_brand_wcpay_request:fail', errDesc: reason }
}
