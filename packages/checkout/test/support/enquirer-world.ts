import { classify, type EnquiryFilter, type Transaction } from '@tael/qfpay'
import type { Lane } from '../../src/budget/allowance.ts'
import { createEnquirer, type Enquirer } from '../../src/enquiries/enquirer.ts'
import type { Enquired } from '../../src/enquiries/question.ts'
import { silentLog } from '../../src/platform/log.ts'
import { createHandClock } from './hand-clock.ts'

export const openedAt = new Date('2026-03-31T15:59:50Z')
export const startedAt: number = createHandClock().now().getTime()
export const enquired = (id: string, syssn?: string): Enquired => ({ id, syssn, openedAt })

export function paidRow(outTradeNo: string): Transaction {
  return {
    outTradeNo,
    syssn: `s-${outTradeNo}`,
    orderType: 'payment',
    payType: '800207',
    respcd: '0000',
    outcome: 'succeeded',
    meaning: classify('0000'),
    amount: 1099,
    currency: 'HKD',
    cancel: '0',
    raw: {},
  }
}

export const numbersOf = ({ outTradeNo, syssn }: EnquiryFilter): readonly string[] =>
  [outTradeNo ?? syssn ?? []].flat()
export const allPaid = (filter: EnquiryFilter): readonly Transaction[] =>
  numbersOf(filter).map((number) => paidRow(number.replace(/^s-/, '')))

export const HANGS = 'att_hangs'

type EnquirerWorld = {
  readonly enquirer: Enquirer
  /** What each request asked for, in which lane, and when. */
  readonly filters: readonly EnquiryFilter[]
  readonly lanes: readonly Lane[]
  readonly at: readonly number[]
  /** Lets sleepers fall asleep before time moves. */
  readonly pass: (ms: number) => Promise<void>
  /** Makes everybody wait for the budget until the returned function is called. */
  readonly exhaust: () => () => void
}

/** A gateway that answers after a tenth of a second, and a budget that is granted immediately. */
export function openEnquirerWorld(
  answer: (filter: EnquiryFilter) => readonly Transaction[],
): EnquirerWorld {
  const clock = createHandClock()
  const filters: EnquiryFilter[] = []
  const lanes: Lane[] = []
  const at: number[] = []
  let open = Promise.resolve()
  const enquirer = createEnquirer({
    clock,
    random: () => 0.5,
    log: silentLog,
    record: () => undefined,
    budget: {
      spacingMs: 150,
      reconsider: () => undefined,
      giveUp: () => undefined,
      async acquire(lane) {
        await open
        lanes.push(lane())
      },
    },
    async *enquireAll(filter, turns) {
      await turns.acquire({ endpoint: '/trade/v1/query' })
      filters.push(filter)
      at.push(clock.now().getTime())
      await clock.sleep(numbersOf(filter).includes(HANGS) ? 20_000 : 100)
      yield* answer(filter)
    },
  })
  return {
    pass: async (ms: number) => {
      await new Promise((resolve) => setImmediate(resolve))
      await clock.advance(ms)
    },
    enquirer,
    filters,
    lanes,
    at,
    exhaust: () => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      open = promise.then(() => undefined)
      return () => resolve(undefined)
    },
  }
}
