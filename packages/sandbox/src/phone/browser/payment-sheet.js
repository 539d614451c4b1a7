import { closeDialog, openDialog } from './dialog.js'
import { announce, make } from './elements.js'
import { askSandbox } from './sandbox.js'
import { say, spoken } from './texts.js'

/**
 * @typedef {{ sheetId: string, merchantName: string, amount: number, currency: string, goodsName: string }} Sheet
 * @typedef {{ errMsg: string, errDesc?: string, silent?: true }} WalletResult
 */

const LOCALES = { en: 'en-HK', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-HK' }

/**
 * Shows WeChat's payment sheet and resolves once the payer has left it.
 * @param {Sheet} sheet
 * @returns {Promise<WalletResult>}
 */
export function showPaymentSheet(sheet) {
  return new Promise((resolve) => {
    let isDecided = false
    /** @param {'pay' | 'cancel' | 'fail'} decision */
    const decide = async (decision) => {
      if (isDecided) return
      isDecided = true
      if (decision === 'pay') show(busy(), say('paying'), () => {}, 'full')
      else closeDialog()
      const result = await askSandbox('/_sandbox/wallet/decide', {
        sheetId: sheet.sheetId,
        decision,
      }).catch((/** @type {Error} */ error) => ({
        errMsg: 'get_brand_wcpay_request:fail',
        errDesc: error.message,
      }))
      const leave = () => {
        closeDialog()
        resolve(result)
      }
      if (decision !== 'pay') return leave()
      const isPaid = result.silent || /:ok$/.test(result.errMsg)
      announce(say(isPaid ? 'paid' : 'notPaid'))
      show(
        outcome(sheet, isPaid, result.errDesc, leave),
        say(isPaid ? 'paid' : 'notPaid'),
        leave,
        'full',
      )
    }
    const cancel = () => decide('cancel')
    show(summary(sheet, decide), say('payTo', { name: sheet.merchantName }), cancel, 'sheet')
  })
}

/** @param {HTMLElement} content @param {string} label @param {() => void} onDismiss @param {'sheet' | 'full'} kind */
function show(content, label, onDismiss, kind) {
  openDialog(content, { label, kind, onDismiss })
}

/**
 * Amounts are minor units of the currency.
 * @param {Sheet} sheet
 */
function money({ amount, currency }) {
  const format = new Intl.NumberFormat(LOCALES[spoken()], { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}

/** @param {Sheet} sheet @param {(decision: 'pay' | 'cancel' | 'fail') => void} decide */
function summary(sheet, decide) {
  const usePassword = () => {
    show(passwordPad(sheet, decide), say('enterPassword'), () => decide('cancel'), 'sheet')
  }
  return make(
    'div',
    { class: 'sheet-body' },
    header(say('payTo', { name: sheet.merchantName }), decide),
    make('p', { class: 'amount' }, money(sheet)),
    make(
      'dl',
      { class: 'facts' },
      ...(sheet.goodsName ? [fact(say('item'), sheet.goodsName)] : []),
      fact(say('payMethod'), say('balance')),
    ),
    make(
      'button',
      { type: 'button', class: 'primary', 'data-first': true, click: () => decide('pay') },
      say('confirmPay'),
    ),
    make('button', { type: 'button', class: 'quiet', click: usePassword }, say('usePassword')),
    simulation(decide),
  )
}

/** @param {Sheet} sheet @param {(decision: 'pay' | 'cancel' | 'fail') => void} decide */
function passwordPad(sheet, decide) {
  let typed = 0
  const dots = Array.from({ length: 6 }, () => make('i'))
  const field = make(
    'div',
    { class: 'dots', role: 'status', 'aria-label': say('digits', { n: 0 }) },
    ...dots,
  )
  /** @param {number} change */
  const type = (change) => {
    typed = Math.max(0, Math.min(6, typed + change))
    for (const [index, dot] of dots.entries()) dot.classList.toggle('filled', index < typed)
    field.setAttribute('aria-label', say('digits', { n: typed }))
    if (typed === 6) decide('pay')
  }
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'].map((digit) =>
    digit === ''
      ? make('span')
      : make(
          'button',
          {
            type: 'button',
            class: 'key',
            click: () => type(1),
            ...(digit === '1' ? { 'data-first': true } : {}),
          },
          digit,
        ),
  )
  const body = make(
    'div',
    { class: 'sheet-body' },
    header(say('enterPassword'), decide),
    make('p', { class: 'to' }, sheet.merchantName),
    make('p', { class: 'amount' }, money(sheet)),
    field,
    make('p', { class: 'hint' }, say('anyDigits')),
    simulation(decide),
    make(
      'div',
      { class: 'keys' },
      ...keys,
      make(
        'button',
        {
          type: 'button',
          class: 'key delete',
          'aria-label': say('deleteDigit'),
          click: () => type(-1),
        },
        '⌫',
      ),
    ),
  )
  body.addEventListener('keydown', (event) => {
    if (/^\d$/.test(event.key)) type(1)
    if (event.key === 'Backspace') type(-1)
  })
  return body
}

/** @param {string} title @param {(decision: 'cancel') => void} decide */
function header(title, decide) {
  return make(
    'header',
    {},
    make('button', {
      type: 'button',
      class: 'glyph close',
      'aria-label': say('cancelPayment'),
      click: () => decide('cancel'),
    }),
    make('h2', {}, title),
  )
}

/** @param {(decision: 'fail') => void} decide */
function simulation(decide) {
  return make(
    'p',
    { class: 'simulation' },
    make('span', {}, say('simulation')),
    make('button', { type: 'button', click: () => decide('fail') }, say('failPayment')),
  )
}

/** @param {string} name @param {string} value */
function fact(name, value) {
  return make('div', {}, make('dt', {}, name), make('dd', {}, value))
}

function busy() {
  return make(
    'div',
    { class: 'outcome' },
    make('div', { class: 'spinner' }),
    make('p', {}, say('paying')),
  )
}

/** @param {Sheet} sheet @param {boolean} isPaid @param {string | undefined} reason @param {() => void} leave */
function outcome(sheet, isPaid, reason, leave) {
  return make(
    'div',
    { class: 'outcome' },
    make('div', { class: isPaid ? 'tick' : 'cross', 'aria-hidden': 'true' }),
    make('h2', {}, say(isPaid ? 'paid' : 'notPaid')),
    ...(isPaid
      ? [
          make('p', { class: 'to' }, sheet.merchantName),
          make('p', { class: 'amount' }, money(sheet)),
        ]
      : [make('p', { class: 'hint' }, reason ?? '')]),
    make(
      'button',
      { type: 'button', class: 'primary ghost', 'data-first': true, click: leave },
      say('done'),
    ),
  )
}
