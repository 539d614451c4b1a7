import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@tael/testing/free-port'
import { PATIENCE_MS, waitUntil } from '@tael/testing/patience'
import { type Browser, type Kind, tapAt } from './browser.ts'
import { createDriverSilence } from './driver-silence.ts'
import { findCommand, startProcess, temporaryFolder } from './start-process.ts'

/**
 * WebKit as GNOME ships it, through its own WebDriver: the engine of WeChat on iOS. Its browser has no
 * mode without a screen, so it gets one that nobody sees.
 */
export const webkit: Kind = {
  name: 'WebKit',
  keepsCookiesInFrames: false,
  find() {
    const driver = findCommand(['WebKitWebDriver'])
    const screen = findCommand(['Xvfb'])
    if (driver === undefined || screen === undefined) {
      return { lacks: 'not on this machine; Debian: apt-get install webkit2gtk-driver xvfb' }
    }
    return { start: () => start(driver, screen) }
  },
}

/** The bars of its browser have a least width, which is larger than a small phone's. */
const NO_BARS =
  '* { font-size: 1px; padding: 0; margin: 0; border: 0; min-width: 0; min-height: 0 }'

type Send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

async function start(driverPath: string, screenPath: string): Promise<Browser> {
  const home = await temporaryFolder('webkit')
  const closing: (() => Promise<unknown>)[] = [home.remove]
  const close = async (): Promise<void> => {
    while (closing.length > 0) await closing.pop()?.()
  }
  try {
    await mkdir(join(home.path, 'gtk-3.0'))
    await writeFile(join(home.path, 'gtk-3.0', 'gtk.css'), NO_BARS)
    const screen = startProcess(
      screenPath,
      ['-displayfd', '1', '-screen', '0', '1400x1600x24', '-nolisten', 'tcp'],
      {},
    )
    closing.push(screen.stop)
    const display = await screen.says(/^(\d+)\n/m)
    const port = await freePort()
    const driver = startProcess(driverPath, [`--port=${port}`], {
      DISPLAY: `:${display}`,
      GDK_BACKEND: 'x11',
      HOME: home.path,
      XDG_CONFIG_HOME: home.path,
      XDG_CACHE_HOME: home.path,
      XDG_DATA_HOME: home.path,
      LANGUAGE: 'en_US',
      LC_ALL: 'en_US.UTF-8',
    })
    closing.push(driver.stop)
    const address = `http://127.0.0.1:${port}`
    const send: Send = (method, path, body) => ask(address + path, method, body)
    await waitUntil('WebKitWebDriver to listen', () => send('GET', '/status'))
    const session = (await send('POST', '/session', {
      capabilities: {
        alwaysMatch: { pageLoadStrategy: 'none', timeouts: { script: PATIENCE_MS } },
      },
    })) as { sessionId: string; capabilities: { browserVersion: string } }
    const silence = createDriverSilence()
    const inSession: Send = (method, path, body) =>
      silence.answer(`${method} ${path}`, () =>
        send(method, `/session/${session.sessionId}${path}`, body),
      )
    return {
      name: webkit.name,
      version: session.capabilities.browserVersion,
      tab: tabOf(inSession),
      silence: silence.heard,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function tabOf(send: Send): Browser['tab'] {
  const read: Browser['tab']['read'] = async (expression) => {
    const script = `return JSON.stringify(${expression})`
    const text = (await send('POST', '/execute/sync', { script, args: [] })) as string | null
    return text === null ? undefined : JSON.parse(text)
  }
  // The driver can wait for ever for a page that came by "back", so the page itself is asked.
  const leave = async (command: string, body: object): Promise<void> => {
    await read('(window.left = true)')
    await send('POST', command, body)
    await waitUntil('the next page to load', () =>
      read('window.left === undefined && document.readyState === "complete"'),
    )
  }
  const room = () => read('[innerWidth, innerHeight]') as Promise<[number, number]>
  return {
    read,
    open: (url) => leave('/url', { url }),
    async back() {
      await send('POST', '/back', {})
    },
    reload: () => leave('/refresh', {}),
    async resize(width, height) {
      await send('POST', '/window/rect', { width, height })
      // The window's own bars take some of it, and it comes to its size in its own time.
      await waitUntil(`a page of ${width} by ${height}`, async () => {
        const [wide, high] = await room()
        if (wide === width && high === height) return true
        const rect = (await send('GET', '/window/rect')) as { width: number; height: number }
        const larger = { width: rect.width + width - wide, height: rect.height + height - high }
        await send('POST', '/window/rect', larger)
        return false
      })
    },
    async tap(x, y) {
      await send('POST', '/actions', { actions: tapAt(x, y) })
      await send('DELETE', '/actions')
    },
    async hide() {
      const rect = (await send('GET', '/window/rect')) as object
      await send('POST', '/window/minimize', {})
      return async () => {
        await send('POST', '/window/rect', rect)
      }
    },
    picture: async () => Buffer.from((await send('GET', '/screenshot')) as string, 'base64'),
  }
}

/** One command of WebDriver: JSON over HTTP. */
async function ask(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const { value } = (await response.json()) as { value: unknown }
  if (response.ok) return value
  const { error, message } = value as { error: string; message: string }
  throw new Error(`${error}: ${message}`)
}
