// The tea room, the checkout and the sandbox in one process, on play money.
import { randomBytes } from 'node:crypto'
import { askForWebhooks, WEBHOOKS_PATH } from '@tael-examples/common'
import { runExample } from '@tael-examples/common/run-example'
import { createTeaRoom, openDemoTill } from './index.ts'

await runExample(async ({ tael, dev }) => {
  const room = createTeaRoom({
    ...tael,
    account: dev.officialAccount,
    till: openDemoTill(randomBytes),
    webhookSecret: await askForWebhooks(tael, WEBHOOKS_PATH),
    randomBytes,
  })
  return {
    site: room,
    welcome: `Harbour Tea Room serves supper, on play money, on this machine only.

  "My bills", in the menu of its Official Account  ${dev.inWechat(`${tael.publicUrl}/bills`)}
  The operators' pages  ${dev.checkoutUrl}/dashboard   key ${dev.operatorKey}`,
  }
})
