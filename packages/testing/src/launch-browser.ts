import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { PATIENCE_MS } from './patience.ts'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * Starts a real Chromium: CHROMIUM_PATH, the machine's own Chromium, Chrome or Edge, Playwright's
 * browser, or the one from npm, which needs nothing else on the machine (Linux x64).
 */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await browserPath(),
    timeout: PATIENCE_MS,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A page of a test lives for seconds, too short for a compiler to earn what it costs.
      '--js-flags=--no-opt,--no-maglev',
    ],
  })
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS))
  return browser
}

/** Which browser that is, in its own words where it says them. */
export async function describeBrowser(): Promise<string> {
  const path = await browserPath()
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return status === 0 ? `${stdout.trim()} (${path})` : path
}

/** Also called once before the tests: two processes that unpack together read half a file. */
export async function browserPath(): Promise<string> {
  const candidates = [process.env['CHROMIUM_PATH'], ...INSTALLED, chromium.executablePath()]
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (found !== undefined) return found
  // Makes the package bring its own shared libraries, which a bare Debian lacks.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  // It points fontconfig at its own fonts, none of which can write Chinese.
  if (existsSync('/etc/fonts')) process.env['FONTCONFIG_PATH'] = '/etc/fonts'
  return bundled.executablePath()
}
