import type { Random } from '@tael/testing/random'
import { createWechatVisitor, type Page, type WechatVisitor } from '../../packages/cli/src/index.ts'
import { CHECKOUT } from '../support/joined-parties.ts'
import type { Bill } from './merchants.ts'
import { VISIT_SCENARIOS } from './scenarios.ts'
import type { Owner } from './schedule.ts'
import type { World } from './world.ts'

/** Somebody with a phone, and WeChat on it. */
export type Payer = {
  readonly id: string
  readonly owner: Owner
  readonly random: Random
  readonly visitor: WechatVisitor
  /** Where WeChat has sent the payer back to, with a code. */
  readonly callbacks: string[]
}

/** A payer who comes when all is quiet. */
const LAST_PAYER = 'lok'

export const PAYERS = ['mei', 'ka-ho', 'siu-ming', 'li-na'] as const

/** What people do with a link: most pay, some never, some twice, some two hours later. */
const HABITS = [
  'pays',
  'pays',
  'pays',
  'two-tabs',
  'back-button',
  'presses-twice',
  'cancels-then-pays',
  'changes-browser',
  'gives-up',
  'pays-late',
  'pays-in-the-last-minute',
] as const

const MAX_VISITS = 4

/** One person and one payment, to its end or until they have had enough. */
export async function actAsPayer(
  world: World,
  bill: Bill,
  { id, random }: { readonly id: string; readonly random: Random },
): Promise<void> {
  const owner: Owner = { name: `payer ${id}`, isDead: false }
  const payer = openWechat(world, { id, owner, random })
  await world.schedule.sleep(owner, random.whole(0, 60_000))
  if (random.chance(0.25)) {
    const { name } = random.pick(VISIT_SCENARIOS)
    world.sandbox.scenarios.arm({ name, payer: id })
    world.faults.count(`sandbox: ${name}`)
  }
  const habit = random.pick(HABITS)
  world.faults.count(`payer: ${habit}`)
  switch (habit) {
    case 'two-tabs':
      await Promise.all([visits(world, bill, payer), visits(world, bill, payer)])
      return
    case 'back-button':
      await visits(world, bill, payer)
      await goBack(world, payer)
      await visits(world, bill, payer)
      return
    case 'changes-browser':
      await open(world, payer, bill.url)
      await visits(world, bill, openWechat(world, { id, owner, random }))
      return
    case 'gives-up':
      await open(world, payer, bill.url)
      return
    case 'pays':
    case 'presses-twice':
    case 'cancels-then-pays':
    case 'pays-late':
    case 'pays-in-the-last-minute':
      await visits(world, bill, payer, habit)
  }
}

/** Opens the page, and gets no further. */
export async function opensOnce(
  world: World,
  bill: Bill,
  { id, random }: { readonly id: string; readonly random: Random },
): Promise<void> {
  const owner: Owner = { name: `payer ${id}`, isDead: false }
  await open(world, openWechat(world, { id, owner, random }), bill.url)
}

/** Pays immediately, without a notification, and stays with the page until it says so. */
export async function paysAndWaits(
  world: World,
  bill: Bill,
  { random, atMostMs }: { readonly random: Random; readonly atMostMs: number },
): Promise<
  | {
      readonly at: number
      readonly isTold: boolean
      /** Of the order, ours and QFPay's. */
      readonly numbers: readonly string[]
      /** How many questions QFPay had been asked before this payer came back. */
      readonly questions: number
    }
  | undefined
> {
  const { schedule, database, sandbox, evidence } = world
  const owner: Owner = { name: `payer ${LAST_PAYER}`, isDead: false }
  const payer = openWechat(world, { id: LAST_PAYER, owner, random })
  const page = await open(world, payer, bill.url)
  const sheet = page && readSheet(page)
  if (page === undefined || sheet === undefined) return undefined
  const [order] = await database.look('select id, syssn from attempt where payment_id = $1', [
    bill.id,
  ])
  const numbers = [String(order?.['id']), String(order?.['syssn'])]
  const effect = { kind: 'notify', how: 'lost' } as const
  sandbox.faults.add({ effect, order: numbers[0], times: null })
  await decide(world, payer, { page, sheet }, 'pay')
  const [at, questions] = [schedule.now(), evidence.questions.length]
  await open(world, payer, sheet.returnUrl)
  let isTold = false
  while (!isTold && schedule.now() < at + atMostMs) {
    const asked = await open(world, payer, `${CHECKOUT}/pay/${bill.id}/status?status=pending`)
    isTold = asked?.text.includes('"succeeded"') === true
  }
  return { at, isTold, numbers, questions }
}

export function openWechat(
  world: World,
  { id, owner, random }: Pick<Payer, 'id' | 'owner' | 'random'>,
): Payer {
  const callbacks: string[] = []
  const send = world.network.fetchFor({ owner })
  const visitor = createWechatVisitor({
    fetch: (input, init) => {
      const headers = new Headers(init?.headers)
      headers.set('x-sandbox-payer', id)
      return send(input, { ...init, headers })
    },
    now: world.schedule.now,
    onHop({ url }) {
      if (url.includes('code=')) callbacks.push(url)
    },
  })
  return { id, owner, random, visitor, callbacks }
}

/** Opens a payment until it is paid as they wanted, or they have had enough. */
export async function visits(
  world: World,
  bill: Pick<Bill, 'id' | 'url'>,
  payer: Payer,
  habit?: 'pays' | 'presses-twice' | 'cancels-then-pays' | 'pays-late' | 'pays-in-the-last-minute',
): Promise<void> {
  const { random, owner } = payer
  for (let visit = 0; visit < MAX_VISITS; visit++) {
    const page = await open(world, payer, bill.url)
    const sheet = page && readSheet(page)
    if (page !== undefined && sheet !== undefined) {
      if (habit === 'pays-late') await world.schedule.sleep(owner, random.whole(5, 110) * 60_000)
      if (habit === 'pays-in-the-last-minute') {
        await world.schedule.sleep(owner, 2 * 60 * 60_000 - random.whole(0, 60_000))
      }
      if (habit === 'cancels-then-pays') await decide(world, payer, { page, sheet }, 'cancel')
      const decisions = [decide(world, payer, { page, sheet }, 'pay')]
      if (habit === 'presses-twice') decisions.push(decide(world, payer, { page, sheet }, 'pay'))
      const results = await Promise.all(decisions)
      const isSilent = results.some((silent) => silent)
      if (isSilent || random.chance(0.2)) return
      await open(world, payer, sheet.returnUrl)
      await follow(world, payer, bill)
      return
    }
    await world.schedule.sleep(owner, random.whole(500, 20_000))
  }
}

/** Reloads the address with the spent code, as a phone does that comes back to an old page. */
async function goBack(world: World, payer: Payer): Promise<void> {
  const last = payer.callbacks.at(-1)
  if (last !== undefined) await open(world, payer, last)
}

/** The payer's page asks for the status until it is no longer "pending". */
async function follow(world: World, payer: Payer, bill: Pick<Bill, 'id'>): Promise<void> {
  for (let asked = 0; asked < 3; asked++) {
    const page = await open(world, payer, `${CHECKOUT}/pay/${bill.id}/status?status=pending`)
    if (page !== undefined && page.status === 200 && !page.text.includes('"pending"')) return
    await world.schedule.sleep(payer.owner, 1_000)
  }
}

/** Undefined when nobody answered. */
export async function open(world: World, payer: Payer, url: string): Promise<Page | undefined> {
  try {
    return await payer.visitor.open(url)
  } catch {
    await world.schedule.sleep(payer.owner, payer.random.whole(100, 5_000))
    return undefined
  }
}

type Sheet = { readonly payParams: unknown; readonly returnUrl: string }

/** What a page would give to WeixinJSBridge, from our page or from QFPay's. */
function readSheet(page: Page): Sheet | undefined {
  const [, params] = /data-(?:pay-)?params="([^"]+)"/.exec(page.text) ?? []
  const [, back] = /data-return(?:-path)?="([^"]*)"/.exec(page.text) ?? []
  if (params === undefined || back === undefined) return undefined
  return {
    payParams: JSON.parse(plain(params)),
    returnUrl: new URL(plain(back), page.url).href,
  }
}

function plain(attribute: string): string {
  return attribute
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** Opens the sheet and decides. True when the page never hears what came of it. */
async function decide(
  world: World,
  { owner, id, random }: Payer,
  { page, sheet }: { readonly page: Page; readonly sheet: Sheet },
  decision: 'pay' | 'cancel',
): Promise<boolean> {
  await world.schedule.pass(owner, 'opens the sheet')
  const opening = world.sandbox.wallet.open({
    payParams: sheet.payParams,
    pageUrl: page.url,
    payer: id,
    profile: random.pick(['ios', 'android']),
  })
  if (opening.kind !== 'sheet') return false
  await world.schedule.sleep(owner, random.whole(0, 8_000))
  await world.schedule.pass(owner, `decides to ${decision}`)
  const result = await world.sandbox.wallet.decide({ sheetId: opening.sheetId, decision })
  return result.silent === true
}
