import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * Starts a real Chromium: CHROMIUM_PATH, the developer's own Chrome, Playwright's browser, or the
 * one from npm, which needs nothing else on the machine (Linux x64).
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Called once before the tests too: two processes that unpack at once read half a file. */
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
