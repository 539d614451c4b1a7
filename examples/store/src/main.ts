// `npm start`: the store, the checkout and the sandbox in one process, on play money.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createLog, serveHttp, systemClock } from '@tael/checkout'
import { startDev } from '@tael/cli'
import { askForWebhooks, createStore, WEBHOOKS_PATH } from './index.ts'

try {
  await run()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      /** How payers reach WeChat's payment module: method 1 is own-account, method 2 qfpay-account. */
      flow: { type: 'string', default: 'qfpay-account' },
      log: { type: 'string', default: 'error' },
      /** The checkout's; the sandbox and the store take the tenth and the twentieth after it. */
      port: { type: 'string', default: '4000' },
    },
  })
  if (values.flow !== 'qfpay-account' && values.flow !== 'own-account') {
    throw new Error('--flow is qfpay-account (method 2) or own-account (method 1)')
  }
  if (values.log !== 'error' && values.log !== 'info' && values.log !== 'debug') {
    throw new Error('--log is error, info or debug')
  }
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_515) {
    throw new Error('--port is a port, from 1 to 65515')
  }

  const storeUrl = `http://127.0.0.1:${port + 20}`
  const dev = await startDev({
    checkoutPort: port,
    sandboxPort: port + 10,
    returnOrigins: [storeUrl],
    log: createLog({ clock: systemClock, level: values.log }),
  })
  const tael = {
    checkoutUrl: dev.checkoutUrl,
    apiKey: dev.apiKeys[values.flow],
    publicUrl: storeUrl,
    fetch,
  }
  const webhookSecret = await askForWebhooks(tael, WEBHOOKS_PATH)
  const store = createStore({ ...tael, webhookSecret, randomBytes })
  const server = await serveHttp(store, { port: port + 20 })

  process.stdout.write(`
Harbour Tea House is open, on play money, on this machine only.

  Buy tea in WeChat     ${dev.inWechat(storeUrl)}
  The operators' pages  ${dev.checkoutUrl}/dashboard   key ${dev.operatorKey}

  Store ${server.url}   Checkout ${dev.checkoutUrl}   Sandbox ${dev.sandboxUrl}
  Method ${values.flow === 'own-account' ? '1; method 2 is npm start' : '2; for method 1: npm start -- --flow own-account'}

Ctrl-C ends it; nothing is kept.
`)

  const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>()
  process.once('SIGINT', () => stop(undefined))
  process.once('SIGTERM', () => stop(undefined))
  await stopped
  await server.close()
  await dev.close()
}
