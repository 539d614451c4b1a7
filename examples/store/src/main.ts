// `npm start`: the store, the checkout and the sandbox in one process, on play money.
import { randomBytes } from 'node:crypto'
import { askForWebhooks, WEBHOOKS_PATH } from '@tael-examples/common'
import { runExample } from '@tael-examples/common/run-example'
import { createStore } from './index.ts'

await runExample(async ({ tael, dev, flow }) => {
  const webhookSecret = await askForWebhooks(tael, WEBHOOKS_PATH)
  return {
    site: createStore({ ...tael, webhookSecret, randomBytes }),
    welcome: `Harbour Tea House is open, on play money, on this machine only.

  Buy tea in WeChat     ${dev.inWechat(tael.publicUrl)}
  The operators' pages  ${dev.checkoutUrl}/dashboard   key ${dev.operatorKey}

  Store ${tael.publicUrl}   Checkout ${dev.checkoutUrl}   Sandbox ${dev.sandboxUrl}
  Method ${flow === 'own-account' ? '1; method 2 is npm start' : '2; for method 1: npm start -- --flow own-account'}`,
  }
})
