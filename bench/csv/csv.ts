import { cpuMsOf } from '@tael/testing/cpu-time'
import { bench } from '../bench.ts'
import { apartMs, openGrown, ORIGINALS } from '../growth/open-grown.ts'
import { memoryMbOf } from '../measure/memory.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { signIn } from '../payment/sign-in.ts'
import type { TaelSide } from '../payment/tael.ts'
import { openWorld } from '../payment/world.ts'

/** The shorter file that the whole one is compared with: payments that were not paid, a handful. */
const FEW = '?status=canceled'
const NEW_LINE = '\n'.charCodeAt(0)

type Round = {
  readonly lines: number
  readonly megabytes: number
  readonly tookMs: number
  readonly cpuMs: number | undefined
  /** The most that the server had in use while it wrote. */
  readonly memoryMb: number | undefined
}

/** What it costs the server when somebody downloads the payments of a shop as one CSV file. */
export const csv = bench({
  name: 'csv',
  sizes: { rounds: 3, payments: 200_000 },
  async run({ rounds, payments }, say) {
    const world = await openWorld({ payments: ORIGINALS, payers: 1 })
    let side: TaelSide | undefined
    try {
      side = await openGrown(world, { payments, everyMs: apartMs(payments) }, say)
      const cookie = await signIn(side.origin)
      const measured: { all: Round[]; few: Round[] } = { all: [], few: [] }
      for (let round = 1; round <= rounds; round++) {
        measured.few.push(await download(side, cookie, FEW))
        measured.all.push(await download(side, cookie, ''))
        say(`round ${round} of ${rounds}: ${measured.all.at(-1)?.lines} lines`)
      }
      const { all, few } = measured
      return {
        rows: compareRounds({ 'all payments': all, 'almost none': few }, FIGURES),
        notes: [],
      }
    } finally {
      await side?.stop()
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'lines', unit: '', of: ({ lines }) => lines },
  { what: 'size', unit: 'MB', of: ({ megabytes }) => megabytes },
  { what: 'wall', unit: 's', of: ({ tookMs }) => tookMs / 1000 },
  { what: 'CPU of the server', unit: 's', of: ({ cpuMs }) => cpuMs && cpuMs / 1000 },
  { what: 'memory of the server, at most', unit: 'MB', of: ({ memoryMb }) => memoryMb },
]

async function download(side: TaelSide, cookie: string, query: string): Promise<Round> {
  const [startedAt, cpuBefore] = [performance.now(), cpuMsOf(side.pid)]
  const response = await fetch(`${side.origin}/dashboard/payments.csv${query}`, {
    headers: { cookie },
  })
  if (response.status !== 200 || response.body === null) {
    throw new Error(`The file was answered ${response.status}`)
  }
  let [lines, bytes, memoryMb] = [0, 0, memoryMbOf(side.pid)]
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    for (const byte of chunk) if (byte === NEW_LINE) lines += 1
    memoryMb = Math.max(memoryMb ?? 0, memoryMbOf(side.pid) ?? 0)
  }
  const cpuAfter = cpuMsOf(side.pid)
  return {
    lines,
    megabytes: bytes / 2 ** 20,
    tookMs: performance.now() - startedAt,
    cpuMs: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
    memoryMb,
  }
}
