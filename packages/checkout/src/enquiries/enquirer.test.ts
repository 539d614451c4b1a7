import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type EnquiryFilter, type Transaction } from '@tael/qfpay'
import { createHandClock } from '../testing/hand-clock.ts'
import { createEnquirer, type Enquired } from './enquirer.ts'

const openedAt = new Date('2026-03-31T15:59:50Z')
const attempt = (id: string, syssn?: string): Enquired => ({ id, syssn, openedAt })

function paidRow(outTradeNo: string): Transaction {
  return {
    outTradeNo,
    syssn: `s-${outTradeNo}`,
    orderType: 'payment',
    payType: '800207',
    respcd: '0000',
    outcome: 'succeeded',
    amount: 1099,
    currency: 'HKD',
    cancel: '0',
    raw: {},
  }
}

function world(answer: (filter: EnquiryFilter) => readonly Transaction[]) {
  const clock = createHandClock()
  const filters: EnquiryFilter[] = []
  const enquirer = createEnquirer({
    clock,
    async *enquireAll(filter) {
      filters.push(filter)
      await clock.sleep(100)
      yield* answer(filter)
    },
  })
  return { clock, enquirer, filters }
}

describe('the enquirer', () => {
  it('asks about a hundred waiting attempts in one request', async () => {
    const { clock, enquirer, filters } = world(({ syssn }) =>
      [syssn ?? []].flat().map((number) => paidRow(number.slice(2))),
    )
    const ids = Array.from({ length: 100 }, (_, index) => `att_${index}`)
    const answers = Promise.all(ids.map((id) => enquirer.ask(attempt(id, `s-${id}`))))
    await clock.advance(1000)
    assert.deepEqual(new Set((await answers).map(({ kind }) => kind)), new Set(['paid']))
    assert.equal(filters.length, 1)
  })

  it('gives everybody who asks about the same attempt the same answer', async () => {
    const { clock, enquirer, filters } = world(() => [])
    const answers = Promise.all([enquirer.ask(attempt('att_1')), enquirer.ask(attempt('att_1'))])
    await clock.advance(1000)
    assert.deepEqual(await answers, [{ kind: 'missing' }, { kind: 'missing' }])
    assert.equal(filters.length, 1)
  })

  it('asks afresh when the question comes after a request has left', async () => {
    const { clock, enquirer, filters } = world(() => [])
    const first = enquirer.ask(attempt('att_1'))
    await clock.advance(300)
    const second = enquirer.ask(attempt('att_1'))
    await clock.advance(1000)
    await Promise.all([first, second])
    assert.equal(filters.length, 2)
  })

  it('names the days around an order without a syssn, or a month-end order would not be found', async () => {
    const { clock, enquirer, filters } = world(() => [])
    const answer = enquirer.ask(attempt('att_1'))
    await clock.advance(1000)
    await answer
    const { from, to } = filters[0] ?? {}
    assert.ok(Number(from) < openedAt.getTime() && openedAt.getTime() < Number(to))
  })

  it('tells everybody in the request when the gateway does not answer, and goes on', async () => {
    let isDown = true
    const { clock, enquirer } = world(() => {
      if (isDown) throw new Error('no answer')
      return []
    })
    const failing = assert.rejects(enquirer.ask(attempt('att_1')), /no answer/)
    await clock.advance(1000)
    await failing
    isDown = false
    const answer = enquirer.ask(attempt('att_1'))
    await clock.advance(1000)
    assert.equal((await answer).kind, 'missing')
  })
})
