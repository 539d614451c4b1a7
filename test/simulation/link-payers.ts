import type { Random } from '@tael/testing/random'
import { CHECKOUT } from '../support/joined-parties.ts'
import { inventAmount, insist } from './merchants.ts'
import { open, openWechat, PAYERS, visits, type Payer } from './payers.ts'
import type { Owner } from './schedule.ts'
import type { Merchant, World } from './world.ts'

/** Few, so that some come twice. */
const SCANNERS = PAYERS.slice(0, 2)
const MAX_LOOKS = 40
const HABITS = ['pays', 'pays', 'presses-twice', 'cancels-then-pays', 'pays-late'] as const

/** In some runs: a link with little stock, whose QR code several payers scan within a minute. */
export async function hangPoster(world: World, merchant: Merchant, random: Random): Promise<void> {
  if (random.chance(0.6)) return
  const { schedule, faults } = world
  const owner: Owner = { name: 'merchant', isDead: false }
  const isCanadian = merchant.account.flow === 'canada'
  const link = await insist(world, owner, merchant, {
    path: '/v1/payment_links',
    headers: { 'idempotency-key': `poster ${random.whole(1, 1e9)}` },
    body: {
      title: 'Charity tea',
      amount: inventAmount(random),
      currency: isCanadian ? 'CAD' : 'HKD',
      stock: random.whole(1, 3),
      once_per_payer: !isCanadian && random.chance(0.7),
      pay_within: random.pick([60, 300, 900]),
    },
  })
  if (link === undefined) return
  const url = String(link['url'])
  await Promise.all(
    Array.from({ length: random.whole(2, 5) }, async (_, number) => {
      const payer: Owner = { name: `payer ${number} of a poster`, isDead: false }
      await schedule.sleep(payer, random.whole(0, 60_000))
      faults.count('payer: scans a poster')
      await scan(world, openWechat(world, { id: random.pick(SCANNERS), owner: payer, random }), url)
    }),
  )
}

/** Continues on the link's page, waits for a turn, and pays the payment that it leads to. */
async function scan(world: World, payer: Payer, url: string): Promise<void> {
  const { schedule } = world
  await open(world, payer, url)
  let page = await payer.visitor.submit(url, {}).catch(() => undefined)
  for (let looks = 0; looks < MAX_LOOKS && page?.status !== 410; looks++) {
    const [, id] = /href="\/pay\/(\w+)" data-onward/.exec(page?.text ?? '') ?? []
    if (id !== undefined) {
      const bill = { id, url: `${CHECKOUT}/pay/${id}` }
      return visits(world, bill, payer, payer.random.pick(HABITS))
    }
    await schedule.sleep(payer.owner, payer.random.whole(1_000, 30_000))
    page = await open(world, payer, `${url}/on`)
  }
}
