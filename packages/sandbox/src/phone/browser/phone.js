import { startClock } from './clock.js'
import { closeDialog, closePageDialogs } from './dialog.js'
import { find, make } from './elements.js'
import { createFrame } from './frame.js'
import { startNotifications } from './notifications.js'
import { showMenu } from './page-menu.js'
import { startPanel } from './panel.js'
import { askSandbox } from './sandbox.js'
import { startScenarios } from './scenarios.js'
import { bestLanguage, say, speak } from './texts.js'
import { answerBridge } from './wallet.js'
import { startWire } from './wire.js'

/**
 * @typedef {import('./texts.js').Language} Language
 * @typedef {{ name: string, canPay: boolean, viewport: { width: number, height: number } }} Browser
 * @typedef {{ id: string, name: string }} Payer
 * @typedef {{ open: string, payer: string, profile: string, lang: Language }} Choice
 */

/**
 * Why a browser cannot pay, where it is not for want of a phone.
 * @type {Record<string, import('./texts.js').TextName>}
 */
const REASONS = { wecom: 'notRealWechat', 'not-wechat': 'outsideWechat' }
const asked = new URLSearchParams(location.search)
/** @type {Choice} */
const choice = {
  open: asked.get('open') ?? '',
  payer: asked.get('payer') ?? '',
  profile: asked.get('profile') ?? 'ios',
  lang: bestLanguage([asked.get('lang') ?? '', ...navigator.languages].filter(Boolean)),
}
/** The link that led to the present visit: another payer, or another WeChat, starts there. */
let entry = ''
/** @type {Browser[]} */
let browsers = []
/** @type {Payer[]} */
let payers = []

speak(choice.lang)
const frame = createFrame({
  onMove: showPlace,
  onBridge: (call) => answerBridge(call, choice, closePage),
})
bindControls()
startPanel()
startWire()
startClock()
startScenarios()
startNotifications()
await begin()

async function begin() {
  const [known, people] = await Promise.all([
    askSandbox('/__phone__/browsers'),
    askSandbox('/_sandbox/payers'),
  ])
  browsers = known.data
  payers = people.data
  if (!browsers.some(({ name }) => name === choice.profile)) choice.profile = 'ios'
  if (!payers.some(({ id }) => id === choice.payer)) choice.payer = payers[0]?.id ?? ''
  find('payer', HTMLSelectElement).replaceChildren(
    ...payers.map(({ id, name }) => make('option', { value: id }, name)),
  )
  find('profile', HTMLSelectElement).replaceChildren(
    ...browsers.map(({ name }) => make('option', { value: name })),
  )
  showChoice()
  if (choice.open === '') showHome()
  else await openPage(choice.open)
}

/** @param {string} text */
async function openPage(text) {
  const url = withScheme(text)
  entry = choice.open = url
  showChoice()
  const query = new URLSearchParams({
    url,
    payer: choice.payer,
    profile: choice.profile,
    language: choice.lang,
  })
  try {
    const { src } = await askSandbox(`/__phone__/address?${query}`)
    remember(url)
    find('home', HTMLElement).hidden = true
    find('notice', HTMLElement).hidden = true
    frame.open(src)
  } catch (error) {
    showNotice(say('cannotOpen'), error instanceof Error ? error.message : '')
  }
}

/** @param {string} text */
function withScheme(text) {
  const trimmed = text.trim()
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)
    ? trimmed
    : `http://${trimmed.replace(/^\/+/, '')}`
}

function closePage() {
  closePageDialogs()
  closeDialog()
  frame.close()
  choice.open = ''
  showChoice()
  showHome()
}

function bindControls() {
  find('controls', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    const text = find('address', HTMLInputElement).value
    find('address', HTMLInputElement).blur()
    if (text.trim() !== '') void openPage(text)
  })
  choose('payer', (value) => (choice.payer = value))
  choose('profile', (value) => (choice.profile = value))
  choose('language', (value) => {
    choice.lang = /** @type {Language} */ (value)
    asked.set('lang', value)
    speak(choice.lang)
    document.dispatchEvent(new CustomEvent('language'))
  })
  find('close', HTMLButtonElement).addEventListener('click', closePage)
  find('back', HTMLButtonElement).addEventListener('click', () => frame.command('back'))
  find('forward', HTMLButtonElement).addEventListener('click', () => frame.command('forward'))
  find('more', HTMLButtonElement).addEventListener('click', () => {
    showMenu({ url: choice.open, reload: () => frame.command('reload') })
  })
  find('notice-again', HTMLButtonElement).addEventListener(
    'click',
    () => void openPage(choice.open),
  )
  addEventListener('resize', fitDevice)
}

/** @param {'payer' | 'profile' | 'language'} id @param {(value: string) => void} apply */
function choose(id, apply) {
  find(id, HTMLSelectElement).addEventListener('change', (event) => {
    apply(/** @type {HTMLSelectElement} */ (event.target).value)
    closePageDialogs()
    closeDialog()
    showChoice()
    if (choice.open === '') showHome()
    else void openPage(entry)
  })
}

function showChoice() {
  for (const option of find('profile', HTMLSelectElement).options) {
    option.text = say(/** @type {import('./texts.js').TextName} */ (`browser-${option.value}`))
  }
  find('payer', HTMLSelectElement).value = choice.payer
  find('profile', HTMLSelectElement).value = choice.profile
  find('language', HTMLSelectElement).value = choice.lang
  showAddress(choice.open)
  const browser = browsers.find(({ name }) => name === choice.profile)
  const caution = find('caution', HTMLElement)
  const cautions = []
  if (browser && !browser.canPay) {
    cautions.push(say('cannotPay'), say(REASONS[browser.name] ?? 'needsPhone'))
  }
  if (!('navigation' in window)) cautions.push(say('oldBrowser'))
  caution.hidden = cautions.length === 0
  caution.textContent = cautions.join(' ')
  const query = new URLSearchParams({ payer: choice.payer, profile: choice.profile })
  if (choice.open !== '') query.set('open', choice.open)
  if (asked.has('lang')) query.set('lang', choice.lang)
  if (choice.payer !== '') history.replaceState(null, '', `/?${query}`)
  const device = find('device', HTMLElement)
  const isWindow = (browser?.viewport.width ?? 0) > 600
  device.dataset.kind = isWindow ? 'window' : 'phone'
  device.dataset.profile = choice.profile
  device.style.setProperty('--width', `${browser?.viewport.width ?? 390}px`)
  device.style.setProperty('--page-height', `${browser?.viewport.height ?? 754}px`)
  fitDevice()
}

// The device keeps its true size in CSS pixels, and looks smaller if the window is small.
function fitDevice() {
  const device = find('device', HTMLElement)
  const stage = /** @type {HTMLElement} */ (device.parentElement)
  device.style.setProperty('--scale', '1')
  const space = getComputedStyle(stage)
  const width = stage.clientWidth - parseFloat(space.paddingLeft) - parseFloat(space.paddingRight)
  const height = stage.clientHeight - parseFloat(space.paddingTop) - parseFloat(space.paddingBottom)
  const scale = Math.min(1, width / device.offsetWidth, height / device.offsetHeight)
  device.style.setProperty('--scale', String(scale))
}

// Not while someone writes a new one.
/** @param {string} url */
function showAddress(url) {
  const field = find('address', HTMLInputElement)
  if (document.activeElement !== field) field.value = url
}

/** @param {import('./frame.js').Place} place */
function showPlace(place) {
  if (place.url !== undefined) {
    choice.open = place.url
    showAddress(place.url)
    const query = new URLSearchParams(location.search)
    query.set('open', place.url)
    history.replaceState(null, '', `/?${query}`)
  }
  find('page-title', HTMLElement).textContent = place.title
  find('progress', HTMLElement).hidden = !place.isLoading
  const bar = find('tool-bar', HTMLElement)
  bar.hidden = !place.canGoBack && !place.canGoForward
  find('back', HTMLButtonElement).disabled = !place.canGoBack
  find('forward', HTMLButtonElement).disabled = !place.canGoForward
  if (place.isNewPage) closePageDialogs()
}

function showHome() {
  find('notice', HTMLElement).hidden = true
  find('home', HTMLElement).hidden = false
  find('page-title', HTMLElement).textContent =
    find('profile', HTMLSelectElement).selectedOptions[0]?.text ?? ''
  find('tool-bar', HTMLElement).hidden = true
  find('recent', HTMLElement).replaceChildren(
    ...recent().map((url) =>
      make('li', {}, make('button', { type: 'button', click: () => void openPage(url) }, url)),
    ),
  )
}

/** @param {string} title @param {string} text */
function showNotice(title, text) {
  frame.close()
  find('home', HTMLElement).hidden = true
  find('notice-title', HTMLElement).textContent = title
  find('notice-text', HTMLElement).textContent = text
  find('notice', HTMLElement).hidden = false
}

/** @returns {string[]} */
function recent() {
  return JSON.parse(localStorage.getItem('recent') ?? '[]')
}

/** @param {string} url */
function remember(url) {
  const urls = [url, ...recent().filter((other) => other !== url)].slice(0, 5)
  localStorage.setItem('recent', JSON.stringify(urls))
}
