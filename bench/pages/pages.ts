import { cpuMsOf } from '@tael/testing/cpu-time'
import { bench } from '../bench.ts'
import { memoryMbOf } from '../measure/memory.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import type { Side } from '../payment/side.ts'
import { signIn } from '../payment/sign-in.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld } from '../payment/world.ts'

/** What is opened by turns: a memory that grows with one of them shows after thousands. */
const PAYMENTS = 100
const AT_ONCE = 8
const WECHAT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.60'

type Opened = {
  readonly beforeMb: number | undefined
  readonly halfMb: number | undefined
  readonly afterMb: number | undefined
  readonly cpuMs: number | undefined
}
type Page = { readonly path: string; readonly headers: Readonly<Record<string, string>> }

/** Whether a server's memory stays where it is while its pages are opened. */
export const pages = bench({
  name: 'pages',
  sizes: { pages: 20_000 },
  async run({ pages: count }, say) {
    const world = await openWorld({ payments: 1, payers: 1 })
    try {
      const installed = await installTael(world)
      const side = await installed.start()
      try {
        const opened = await openAll(side, count, say)
        return { rows: compareRounds({ [installed.name]: [opened] }, FIGURES), notes: [] }
      } finally {
        await side.stop()
      }
    } finally {
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Opened>[] = [
  { what: 'memory before, with the payments made', unit: 'MB', of: ({ beforeMb }) => beforeMb },
  { what: 'memory after half of the pages', unit: 'MB', of: ({ halfMb }) => halfMb },
  { what: 'memory after all pages', unit: 'MB', of: ({ afterMb }) => afterMb },
  { what: 'CPU of a page', unit: 'ms', of: ({ cpuMs }) => cpuMs },
]

async function openAll(side: Side, count: number, say: (line: string) => void): Promise<Opened> {
  const links: URL[] = []
  for (let made = 0; made < PAYMENTS; made++) links.push(new URL(await side.createPayment()))
  const origin = links[0]?.origin ?? ''
  const cookie = await signIn(origin)
  const beforeMb = memoryMbOf(side.pid)
  const cpuBefore = cpuMsOf(side.pid)
  let next = 0
  let halfMb: number | undefined
  const openSome = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      const { path, headers } = pageOf(number, links, cookie)
      const response = await fetch(origin + path, { headers, redirect: 'manual' })
      await response.arrayBuffer()
      if (response.status >= 500) throw new Error(`${path} answered ${response.status}`)
      if (number === Math.floor(count / 2)) halfMb = memoryMbOf(side.pid)
      if (number % 1_000 === 999) say(`${number + 1} pages, ${memoryMbOf(side.pid)?.toFixed()} MB`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, openSome))
  const cpuAfter = cpuMsOf(side.pid)
  return {
    beforeMb,
    halfMb,
    afterMb: memoryMbOf(side.pid),
    cpuMs:
      cpuBefore === undefined || cpuAfter === undefined
        ? undefined
        : (cpuAfter - cpuBefore) / count,
  }
}

/** Payers outside WeChat, in it, in another language, with a wrong link; and an operator. */
function pageOf(number: number, links: readonly URL[], cookie: string): Page {
  const path = links[number % links.length]?.pathname ?? ''
  const turns: readonly Page[] = [
    { path, headers: {} },
    { path, headers: { 'user-agent': WECHAT } },
    { path, headers: { 'accept-language': 'zh-HK' } },
    { path: '/pay/nothing', headers: { 'accept-language': 'zh-CN' } },
    { path: '/dashboard/payments', headers: { cookie } },
    { path: path.replace('/pay/', '/dashboard/payments/'), headers: { cookie } },
    { path: '/dashboard/reconciliations', headers: { cookie } },
  ]
  return turns[number % turns.length] ?? { path, headers: {} }
}
