import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createQfpayClient } from '@tael/qfpay'
import { DEMO } from '@tael/sandbox'
import { cpuMsDuring, cpuMsOf } from '@tael/testing/cpu-time'
import { freePort } from '@tael/testing/free-port'
import { runTael } from '../../test/support/server/server-process.ts'
import { bench } from '../bench.ts'
import { END_WITH_PARENT } from '../measure/end-with-parent.ts'
import { byName, interleave } from '../measure/interleave.ts'
import { listening, type Listening } from '../measure/listening.ts'
import { memoryMbOf } from '../measure/memory.ts'
import { compareRounds, type Figure } from '../measure/result.ts'

const CONSTANT = fileURLToPath(new URL('constant-server.ts', import.meta.url))
const UNLIMITED = { requestsPerSecond: 1_000_000, requestsPerMinute: 1_000_000 }

type Mock = { readonly name: string; readonly start: (port: number) => Promise<Listening> }
/** Milliseconds of CPU time for each request, and what it takes to begin. */
type Round = {
  readonly startMs: number
  readonly startCpuMs: number | undefined
  readonly openid: number | undefined
  readonly payment: number | undefined
  readonly query: number | undefined
  readonly idleMb: number | undefined
  readonly busyMb: number | undefined
}

const MOCKS: readonly Mock[] = [
  {
    name: 'tael sandbox',
    start: (port) =>
      listening(
        runTael(['sandbox', '--port', String(port)], { env: {}, preload: END_WITH_PARENT }),
      ),
  },
  {
    name: 'a constant answer',
    start: (port) =>
      listening(
        spawn(process.execPath, ['--import', END_WITH_PARENT, CONSTANT], {
          env: { ...process.env, PORT: String(port) },
          stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        }),
      ),
  },
]

/** The gateway's three requests of a payment, each sent to a fresh process. */
export const sandbox = bench({
  name: 'sandbox',
  sizes: { rounds: 5, payments: 300 },
  async run({ rounds, payments }, say) {
    const measured = await interleave(byName(MOCKS), {
      rounds,
      say,
      measure: (mock) => measure(mock, payments),
    })
    return {
      rows: compareRounds(measured, FIGURES),
      notes: ['From source; what is published needs no types taken out of it.'],
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'start until it listens', unit: 's', of: ({ startMs }) => startMs / 1000 },
  { what: 'CPU of it', unit: 's', of: ({ startCpuMs }) => startCpuMs && startCpuMs / 1000 },
  { what: 'CPU of an openid', unit: 'ms', of: ({ openid }) => openid },
  { what: 'CPU of a payment', unit: 'ms', of: ({ payment }) => payment },
  { what: 'CPU of an enquiry', unit: 'ms', of: ({ query }) => query },
  { what: 'requests a CPU second', unit: '', of: requestsASecond },
  { what: 'memory idle', unit: 'MB', of: ({ idleMb }) => idleMb },
  { what: 'memory after them', unit: 'MB', of: ({ busyMb }) => busyMb },
]

async function measure(mock: Mock, payments: number): Promise<Round> {
  const port = await freePort()
  const host = `http://127.0.0.1:${port}`
  const startedAt = performance.now()
  const { pid, stop } = await mock.start(port)
  try {
    const startMs = performance.now() - startedAt
    const startCpuMs = cpuMsOf(pid)
    const idleMb = memoryMbOf(pid)
    const { appCode, clientKey } = DEMO.merchant
    await control(host, 'PATCH', 'settings', UNLIMITED)
    const codes: string[] = []
    for (let number = 0; number < payments; number++) {
      const { code } = await control(host, 'POST', 'authorize', { appCode, payer: 'mei' })
      codes.push(code ?? `code-${number}`)
    }
    const openids: string[] = []
    const client = createQfpayClient({ host, appCode, clientKey, rateLimit: false })
    const openid = await cpuOf(pid, payments, async (number) => {
      const exchanged = await client.exchangeCode({ code: codes[number] ?? '' })
      openids.push(exchanged.openid)
    })
    const payment = await cpuOf(pid, payments, async (number) => {
      await client.createPayment({
        outTradeNo: `A${number}`,
        amount: 1099,
        currency: 'HKD',
        createdAt: new Date(),
        openid: openids[number] ?? '',
      })
    })
    const query = await cpuOf(pid, payments, async (number) => {
      await client.enquire({ outTradeNo: `A${number}` })
    })
    return { startMs, startCpuMs, openid, payment, query, idleMb, busyMb: memoryMbOf(pid) }
  } finally {
    await stop()
  }
}

/** Of the process, for each of so many requests, one after the other. */
async function cpuOf(
  pid: number,
  times: number,
  ask: (number: number) => Promise<unknown>,
): Promise<number | undefined> {
  const ms = await cpuMsDuring(pid, async () => {
    for (let number = 0; number < times; number++) await ask(number)
  })
  return ms && ms / times
}

function requestsASecond({ openid, payment, query }: Round): number | undefined {
  if (openid === undefined || payment === undefined || query === undefined) return undefined
  const ms = (openid + payment + query) / 3
  return ms === 0 ? undefined : 1000 / ms
}

/** The sandbox's control API; a constant answer says what it always says. */
async function control(
  host: string,
  method: string,
  path: string,
  body: object,
): Promise<{ readonly code?: string }> {
  const response = await fetch(`${host}/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as { readonly code?: string }
}
