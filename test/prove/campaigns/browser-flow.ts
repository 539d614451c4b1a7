import { launchBrowser } from '@tael/testing/launch-browser'
import { buyTea } from '../../support/buy.ts'
import { startWorlds } from '../../support/world.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'

const PROGRESS_EVERY = 25

/** A payer in Chromium buys tea and pays, or cancels first, again and again, through both methods. */
export async function buyAgainAndAgain({ endAt, say }: CampaignOptions): Promise<Outcome> {
  const browser = await launchBrowser()
  const { worlds, close } = await startWorlds(['qfpay-account', 'own-account'])
  const broken: string[] = []
  let rounds = 0
  try {
    do {
      for (const world of Object.values(worlds)) {
        const context = await browser.newContext({ locale: 'en' })
        const before = world.sandbox.ledger().length
        try {
          await buyTea(await context.newPage(), world, { cancelsFirst: rounds % 4 === 3 })
          const moved = world.sandbox.ledger().length - before
          if (moved !== 1) broken.push(`round ${rounds + 1}: money moved ${moved} times`)
        } catch (error) {
          broken.push(`round ${rounds + 1}: ${String(error)}`)
        } finally {
          await context.close()
        }
      }
      rounds += 1
      if (rounds % PROGRESS_EVERY === 0) say(`${rounds} rounds`)
    } while (performance.now() < endAt)
  } finally {
    await browser.close()
    await close()
  }
  return { done: `${rounds} rounds through each method, in Chromium ${browser.version()}`, broken }
}
