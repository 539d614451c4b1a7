// The campaign's board, the checkout and the sandbox in one process, on play money.
import { runExample } from '@tael-examples/common/run-example'
import { createBoard, createCampaign } from './index.ts'

await runExample(async ({ tael, dev }) => {
  const campaign = await createCampaign(tael)
  return {
    site: createBoard(tael, campaign.id),
    welcome: `A poster hangs on a wall, on play money, on this machine only.

  The poster, to print       ${tael.publicUrl}/poster-en.pdf
  What scanning it opens     ${dev.inWechat(campaign.url)}
  The screen at the stall    ${tael.publicUrl}
  The operators' pages       ${dev.checkoutUrl}/dashboard   key ${dev.operatorKey}`,
  }
})
