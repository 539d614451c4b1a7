import { type Browser, type Kind, tapAt } from './browser.ts'
import { createDriverSilence } from './driver-silence.ts'
import { findCommand, startProcess, temporaryFolder } from './start-process.ts'

const INSTALLED = [
  'firefox-esr',
  'firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
] as const

/** Firefox, which speaks WebDriver BiDi itself: no separate driver is needed. */
export const firefox: Kind = {
  name: 'Firefox',
  keepsCookiesInFrames: true,
  find() {
    const path = findCommand(INSTALLED)
    if (path === undefined) {
      return { lacks: 'not on this machine; Debian: apt-get install firefox-esr' }
    }
    return { start: () => start(path) }
  },
}

type Send = (method: string, params: object) => Promise<Record<string, unknown>>

async function start(path: string): Promise<Browser> {
  const home = await temporaryFolder('firefox')
  const closing: (() => unknown)[] = [home.remove]
  const close = async (): Promise<void> => {
    while (closing.length > 0) await closing.pop()?.()
  }
  try {
    const process = startProcess(
      path,
      ['--headless', '--no-remote', '--profile', home.path, '--remote-debugging-port', '0'],
      { HOME: home.path },
    )
    closing.push(process.stop)
    const address = await process.says(/listening on (ws:\S+)/)
    const { send: sendAtOnce, hangUp } = await connect(`${address}/session`)
    closing.push(hangUp)
    const silence = createDriverSilence()
    const send: Send = (method, params) => silence.answer(method, () => sendAtOnce(method, params))
    const { capabilities } = await send('session.new', { capabilities: {} })
    const { contexts } = await send('browsingContext.getTree', {})
    const [first] = contexts as readonly { readonly context: string }[]
    if (first === undefined) throw new Error('Firefox started without a tab')
    return {
      name: firefox.name,
      version: (capabilities as { browserVersion: string }).browserVersion,
      tab: tabOf(send, first.context),
      silence: silence.heard,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function tabOf(send: Send, context: string): Browser['tab'] {
  return {
    async open(url) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    async back() {
      await send('browsingContext.traverseHistory', { context, delta: -1 })
    },
    async reload() {
      await send('browsingContext.reload', { context, wait: 'complete' })
    },
    async resize(width, height) {
      await send('browsingContext.setViewport', { context, viewport: { width, height } })
    },
    async read(expression) {
      const answer = await send('script.evaluate', {
        expression: `JSON.stringify(${expression})`,
        target: { context },
        awaitPromise: false,
      })
      if (answer['type'] !== 'success') {
        const { text } = answer['exceptionDetails'] as { text: string }
        throw new Error(text)
      }
      const { value } = answer['result'] as { value?: string }
      return value === undefined ? undefined : JSON.parse(value)
    },
    async tap(x, y) {
      await send('input.performActions', { context, actions: tapAt(x, y) })
      await send('input.releaseActions', { context })
    },
    async hide() {
      const { context: other } = await send('browsingContext.create', { type: 'tab' })
      return async () => {
        await send('browsingContext.close', { context: other })
        await send('browsingContext.activate', { context })
      }
    },
    async picture() {
      const { data } = await send('browsingContext.captureScreenshot', { context })
      return Buffer.from(data as string, 'base64')
    },
  }
}

type Message = {
  readonly id?: number
  readonly result?: Record<string, unknown>
  readonly error?: string
  readonly message?: string
}

/** One command of BiDi: JSON over a WebSocket, answered by its number. */
async function connect(url: string): Promise<{ readonly send: Send; readonly hangUp: () => void }> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, (message: Message) => void>()
  let last = 0
  const gone = (): void => {
    for (const answer of waiting.values()) answer({ error: 'gone', message: 'Firefox has ended' })
  }
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    waiting.get(message.id ?? 0)?.(message)
  })
  socket.addEventListener('close', gone)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error(`${url} does not answer`)))
  })
  return {
    async send(method, params) {
      const id = (last += 1)
      const { promise, resolve } = Promise.withResolvers<Message>()
      waiting.set(id, resolve)
      if (socket.readyState !== WebSocket.OPEN) gone()
      else socket.send(JSON.stringify({ id, method, params }))
      const { result, error, message } = await promise
      waiting.delete(id)
      if (result === undefined) throw new Error(`${error ?? ''}: ${message ?? ''}`)
      return result
    },
    hangUp: () => socket.close(),
  }
}
