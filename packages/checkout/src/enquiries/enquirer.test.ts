import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  HANGS,
  allPaid,
  enquired,
  numbersOf,
  openedAt,
  openEnquirerWorld,
  paidRow,
  startedAt,
} from '../../test/support/enquirer-world.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { allowanceOf, burstOf, QFPAY_LIMIT, rankOf } from '../budget/allowance.ts'
import { createBudget } from '../budget/budget.ts'
import { DAY_MS } from '../platform/durations.ts'
import { silentLog } from '../platform/log.ts'
import { createEnquirer } from './enquirer.ts'
import type { Enquired } from './question.ts'

it('rejects its callers if it gets no turn, and asks again later', async () => {
  const clock = createHandClock()
  let refusals = 1
  const enquirer = createEnquirer({
    clock,
    random: () => 0.5,
    log: silentLog,
    record: () => undefined,
    budget: {
      spacingMs: 150,
      reconsider: () => undefined,
      giveUp: () => undefined,
      acquire: () => (refusals-- > 0 ? Promise.reject(new Error('no turn')) : Promise.resolve()),
    },
    async *enquireAll(filter) {
      yield* await Promise.resolve(allPaid(filter))
    },
  })
  const refused = assert.rejects(enquirer.ask(enquired('att_1')), /no turn/)
  await clock.advance(1000)
  await refused
  const answer = enquirer.ask(enquired('att_1'))
  await clock.advance(1000)
  assert.equal((await answer).kind, 'paid')
})

it('asks for a payer immediately, though a request of the schedule was waiting for its turn', async () => {
  const clock = createHandClock()
  const deps = { clock, random: () => 0.5, log: silentLog }
  const allowance = allowanceOf(QFPAY_LIMIT)
  const isLeft = (burst: number) => burst > burstOf(allowance, rankOf('scheduled', 0))
  const enquirer = createEnquirer({
    ...deps,
    record: () => undefined,
    budget: createBudget(
      {
        ...deps,
        lease: ({ burst, nowMs }) =>
          Promise.resolve({ granted: isLeft(burst) ? 1 : 0, freeAtMs: nowMs + 60_000 }),
      },
      allowance,
    ),
    async *enquireAll(filter) {
      yield* await Promise.resolve(allPaid(filter))
    },
  })
  const scheduled = enquirer.ask(enquired('att_1'))
  await clock.advance(1_000)
  const payer = enquirer.ask(enquired('att_2'), 'waiting')
  await clock.advance(1_000)
  assert.equal((await payer).kind, 'paid')
  assert.equal((await scheduled).kind, 'paid')
})

describe('the enquirer', () => {
  it('asks simultaneous questions in one request, and collects while requests are spaced', async () => {
    const { pass, enquirer, filters, at } = openEnquirerWorld(allPaid)
    const first = enquirer.ask(enquired('att_0'), 'waiting')
    await pass(150)
    const others = [1, 2, 3, 4].map((n) => enquirer.ask(enquired(`att_${n}`), 'waiting'))
    await pass(1000)
    await Promise.all([first, ...others])
    assert.deepEqual(
      filters.map((filter) => numbersOf(filter).length),
      [1, 4],
    )
    assert.equal((at[1] ?? 0) - (at[0] ?? 0), 300, 'every second turn of the account')
  })

  it('asks about 99 attempts in one request, and does not pause while more wait', async () => {
    const { pass, enquirer, filters, at } = openEnquirerWorld(allPaid)
    const ids = Array.from({ length: 200 }, (_, index) => `att_${index}`)
    const answers = Promise.all(ids.map((id) => enquirer.ask(enquired(id, `s-${id}`), 'waiting')))
    await pass(2000)
    assert.deepEqual(new Set((await answers).map(({ kind }) => kind)), new Set(['paid']))
    assert.deepEqual(
      filters.map((filter) => numbersOf(filter).length),
      [99, 99, 2],
    )
    assert.equal(at[0], at[1])
  })

  it('takes waiting payers’ questions first, and fills up with the schedule’s', async () => {
    const { pass, enquirer, filters, lanes, exhaust } = openEnquirerWorld(allPaid)
    const letGo = exhaust()
    const scheduled = Array.from({ length: 120 }, (_, n) =>
      enquirer.ask(enquired(`att_s${n}`), 'scheduled'),
    )
    await pass(100)
    const payers = [1, 2].map((n) => enquirer.ask(enquired(`att_w${n}`), 'waiting'))
    await pass(100)
    letGo()
    await pass(2000)
    await Promise.all([...scheduled, ...payers])
    const [first] = filters
    assert.ok(first !== undefined)
    assert.deepEqual(numbersOf(first).slice(0, 3), ['att_w1', 'att_w2', 'att_s0'])
    assert.equal(numbersOf(first).length, 99)
    assert.deepEqual(lanes, ['waiting', 'scheduled'])
  })

  it('counts a question of the schedule like a payer’s when it has waited long enough', async () => {
    const { pass, enquirer, filters, exhaust } = openEnquirerWorld(allPaid)
    const letGo = exhaust()
    const old = enquirer.ask(enquired('att_old'), 'scheduled')
    await pass(5_000)
    const payers = Array.from({ length: 150 }, (_, n) =>
      enquirer.ask(enquired(`att_${n}`), 'waiting'),
    )
    letGo()
    await pass(1000)
    await Promise.all([old, ...payers])
    assert.equal(numbersOf(filters[0] ?? {})[0], 'att_old')
  })

  it('lets a payer wait behind only a few requests, however many orders QFPay does not show', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld((filter) =>
      allPaid(filter).filter(({ outTradeNo }) => !outTradeNo.startsWith('att_ghost')),
    )
    const ghosts = Array.from({ length: 200 }, (_, n) => enquirer.ask(enquired(`att_ghost${n}`)))
    await pass(10_000)
    const asked = filters.length
    let told: string | undefined
    const payer = enquirer.ask(enquired('att_payer', 's-att_payer'), 'waiting')
    void payer.then(({ kind }) => (told = kind))
    await pass(2_000)
    assert.equal(told, 'paid')
    const before = filters.findIndex((filter) => numbersOf(filter).includes('s-att_payer')) - asked
    assert.ok(before <= 4, `${before} requests went before the payer's`)
    await pass(10 * 60_000)
    const verdicts = await Promise.all(ghosts)
    assert.deepEqual(new Set(verdicts.map(({ kind }) => kind)), new Set(['missing']))
  })

  it('believes a list about an order that was missing when asked alone, until it is twice as old', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => [])
    const askBoth = async (): Promise<readonly number[]> => {
      const from = filters.length
      const both = [enquirer.ask(enquired('att_1')), enquirer.ask(enquired('att_2'))]
      await pass(3_000)
      assert.deepEqual(
        (await Promise.all(both)).map(({ kind }) => kind),
        ['missing', 'missing'],
      )
      return filters.slice(from).map((filter) => numbersOf(filter).length)
    }
    await pass(openedAt.getTime() + 60_000 - startedAt)
    assert.deepEqual(await askBoth(), [2, 1, 1])
    assert.deepEqual(await askBoth(), [2], 'a minute later at the earliest')
    await pass(60_000)
    assert.deepEqual(await askBoth(), [2, 1, 1])
    await pass(3 * 60 * 60_000)
    assert.deepEqual(await askBoth(), [2, 1, 1], 'the last word is never taken from memory')
  })

  it('never believes from a list alone that a refund is missing that may be sent again', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => [])
    const refund = (id: string): Enquired => ({
      ...enquired(id),
      orderType: 'refund',
      isSentWhenMissing: true,
    })
    for (let round = 0; round < 2; round++) {
      const both = [enquirer.ask(refund('ref_1')), enquirer.ask(refund('ref_2'))]
      await pass(3_000)
      await Promise.all(both)
    }
    assert.deepEqual(
      filters.map((filter) => numbersOf(filter).length),
      [2, 1, 1, 2, 1, 1],
    )
  })

  it("asks for a refund's older numbers alone less and less often", async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => [])
    const number = (id: string): Enquired => ({
      ...enquired(id),
      openedAt: new Date(startedAt),
      orderType: 'refund',
    })
    const askedAlone: number[] = []
    for (let day = 1; day <= 8; day++) {
      await pass(DAY_MS)
      const from = filters.length
      const all = [
        enquirer.ask(number('ref_1')),
        enquirer.ask(number('ref_1_2')),
        enquirer.ask({ ...number('ref_1_3'), isSentWhenMissing: true }),
      ]
      await pass(5_000)
      await Promise.all(all)
      askedAlone.push(filters.length - from - 1)
    }
    assert.deepEqual(askedAlone, [3, 3, 1, 3, 1, 1, 1, 3])
  })

  it('gives all callers that ask about the same attempt the same answer', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => [])
    const answers = Promise.all([
      enquirer.ask(enquired('att_1'), 'scheduled'),
      enquirer.ask(enquired('att_1'), 'waiting'),
      enquirer.ask(enquired('att_1')),
    ])
    await pass(1000)
    assert.deepEqual(await answers, [{ kind: 'missing' }, { kind: 'missing' }, { kind: 'missing' }])
    assert.equal(filters.length, 1)
  })

  it('gives a payment and a refund of the same number an answer each', async () => {
    const { pass, enquirer } = openEnquirerWorld((filter) =>
      allPaid(filter).map((row) => ({ ...row, orderType: 'refund' })),
    )
    const answers = Promise.all([
      enquirer.ask({ ...enquired('att_1'), orderType: 'refund' }, 'notified'),
      enquirer.ask(enquired('att_1'), 'notified'),
    ])
    await pass(5_000)
    assert.deepEqual(
      (await answers).map(({ kind }) => kind),
      ['paid', 'missing'],
    )
  })

  it('asks again if a question comes after a request has left', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => [])
    const first = enquirer.ask(enquired('att_1'), 'waiting')
    await pass(150)
    const second = enquirer.ask(enquired('att_1'), 'waiting')
    await pass(1000)
    await Promise.all([first, second])
    assert.equal(filters.length, 2)
  })

  it('names the days around an order without a syssn, as the account may have the wrong zone', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => [])
    const answer = enquirer.ask(enquired('att_1'), 'waiting')
    await pass(1000)
    await answer
    const { from, to } = filters[0] ?? {}
    const day = 24 * 60 * 60_000
    assert.equal(Number(from), openedAt.getTime() - day)
    assert.equal(Number(to), openedAt.getTime() + day)
  })

  it('names the range of an order beside its syssn, as some pages of QFPay’s want it', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(allPaid)
    const answer = enquirer.ask(enquired('att_1', 's-att_1'), 'waiting')
    await pass(1000)
    assert.equal((await answer).kind, 'paid')
    const [{ syssn, from, to } = {}] = filters
    assert.deepEqual(syssn, ['s-att_1'])
    assert.ok(Number(from) < openedAt.getTime() && openedAt.getTime() < Number(to))
  })

  it('looks by our own number as well before a syssn is called missing', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(({ outTradeNo }) =>
      [outTradeNo ?? []].flat().includes('att_1') ? [paidRow('att_1')] : [],
    )
    const answers = Promise.all([
      enquirer.ask(enquired('att_1', 's-att_1'), 'waiting'),
      enquirer.ask(enquired('att_2', 's-att_2'), 'waiting'),
    ])
    await pass(2000)
    assert.deepEqual(
      (await answers).map(({ kind }) => kind),
      ['paid', 'missing'],
    )
    assert.deepEqual(
      filters.map(({ syssn, outTradeNo }) => syssn ?? outTradeNo),
      [['s-att_1', 's-att_2'], ['att_1'], ['att_2']],
    )
  })

  it('does not wait for a request that hangs before it sends the next', async () => {
    const { pass, enquirer } = openEnquirerWorld(allPaid)
    const hanging = enquirer.ask(enquired(HANGS), 'waiting')
    await pass(100)
    const next = enquirer.ask(enquired('att_2'), 'waiting')
    await pass(400)
    assert.equal((await next).kind, 'paid')
    await pass(20_000)
    await hanging
  })

  it('rejects unsent questions when the process stops, even while the gateway is in trouble', async () => {
    const { pass, enquirer, filters, exhaust } = openEnquirerWorld(allPaid)
    const letGo = exhaust()
    const stopped = [1, 2].map((n) =>
      assert.rejects(enquirer.ask(enquired(`att_${n}`), 'waiting'), /stopping/),
    )
    await pass(1000)
    enquirer.giveUp(new Error('stopping'))
    await Promise.all(stopped)
    letGo()
    await pass(1000)
    assert.equal(filters.length, 0)
    const next = enquirer.ask(enquired('att_3'), 'waiting')
    await pass(1000)
    assert.equal((await next).kind, 'paid')
  })
})
