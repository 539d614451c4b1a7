import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify, QfpayRateLimitError, QfpayRefusedError, QfpayReplyError } from '@tael/qfpay'
import {
  allPaid,
  enquired,
  numbersOf,
  openEnquirerWorld,
} from '../../test/support/enquirer-world.ts'

function refusal(respcd: string): QfpayRefusedError {
  return new QfpayRefusedError('refused', {
    outcome: 'rejected',
    endpoint: '/trade/v1/query',
    respcd,
    meaning: classify(respcd),
    hint: '',
  })
}

describe('a gateway that refuses lists', () => {
  it('is asked one by one for ten minutes, then with a list again', async () => {
    let isRefusing = true
    const { pass, enquirer, filters } = openEnquirerWorld((filter) => {
      if (isRefusing && numbersOf(filter).length > 1) throw refusal('1104')
      return allPaid(filter)
    })
    const ask = (n: number) => enquirer.ask(enquired(`att_${n}`), 'waiting')
    const answers = Promise.all([1, 2, 3].map(ask))
    await pass(3000)
    assert.deepEqual(
      (await answers).map(({ kind }) => kind),
      ['paid', 'paid', 'paid'],
    )
    const later = Promise.all([4, 5].map(ask))
    await pass(3000)
    await later
    const sizes = () => filters.map((filter) => numbersOf(filter).length)
    assert.deepEqual(sizes(), [3, 1, 1, 1, 1, 1], 'it is not asked with a list again and again')
    isRefusing = false
    await pass(10 * 60_000)
    const again = Promise.all([6, 7].map(ask))
    await pass(3000)
    await again
    assert.deepEqual(sizes().slice(6), [2])
  })

  it('is believed when it refuses a single number', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld(() => {
      throw refusal('1103')
    })
    const refused = assert.rejects(enquirer.ask(enquired('att_1'), 'waiting'), /refused/)
    await pass(1000)
    await refused
    assert.equal(filters.length, 1)
  })

  it('is not believed if it reads a list as one number and finds nothing', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld((filter) =>
      numbersOf(filter).length > 1 ? [] : allPaid(filter),
    )
    const answers = Promise.all([1, 2].map((n) => enquirer.ask(enquired(`att_${n}`), 'waiting')))
    await pass(3000)
    assert.deepEqual(
      (await answers).map(({ kind }) => kind),
      ['paid', 'paid'],
    )
    assert.equal(filters.length, 3)
  })
})

describe('a gateway in trouble', () => {
  const broken = new QfpayReplyError('HTTP 500', { outcome: 'unknown', hint: '' })

  it('rests one second with jitter first, twice as long each time, thirty at most', async () => {
    const { pass, enquirer, at } = openEnquirerWorld(() => {
      throw broken
    })
    for (let n = 0; n < 8; n++) {
      const failing = assert.rejects(enquirer.ask(enquired(`att_${n}`), 'waiting'), /500/)
      while (at.length === n) await pass(50)
      await pass(100)
      await failing
    }
    const rests = at.slice(1).map((instant, index) => instant - (at[index] ?? 0) - 100)
    assert.deepEqual(rests, [750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500])
  })

  for (const [said, retryAfterMs, waitedMs] of [
    ['as long as a 429 says', 20_000, 20_100],
    ['a minute, however long a 429 says', 999_000, 60_100],
  ] as const) {
    it(`waits for ${said}`, async () => {
      const { pass, enquirer, at } = openEnquirerWorld((filter) => {
        if (at.length > 1) return allPaid(filter)
        const details = { outcome: 'not-sent', endpoint: '/trade/v1/query', hint: '' } as const
        throw new QfpayRateLimitError({ ...details, retryAfterMs })
      })
      const failing = assert.rejects(enquirer.ask(enquired('att_1'), 'waiting'), /429/)
      await pass(200)
      await failing
      await assert.rejects(enquirer.ask(enquired('att_2'), 'scheduled'), /the schedule asks later/)
      let told: string | undefined
      void enquirer.ask(enquired('att_3'), 'waiting').then(({ kind }) => (told = kind))
      await pass(70_000)
      assert.equal(told, 'paid')
      assert.equal((at[1] ?? 0) - (at[0] ?? 0), waitedMs)
    })
  }

  it('is asked in halves of an unanswered list, until the order that it cannot answer is alone', async () => {
    const { pass, enquirer, filters } = openEnquirerWorld((filter) => {
      if (numbersOf(filter).includes('att_3')) throw broken
      return allPaid(filter)
    })
    const left = new Set(Array.from({ length: 8 }, (_, n) => `att_${n}`))
    for (let round = 0; round < 6; round++) {
      const asked = [...left].map((id) =>
        enquirer.ask(enquired(id), 'waiting').then(
          () => left.delete(id),
          () => undefined,
        ),
      )
      await pass(60_000)
      await Promise.all(asked)
    }
    assert.deepEqual([...left], ['att_3'])
    const sizes = filters.map((filter) => numbersOf(filter).length)
    assert.deepEqual(sizes.slice(0, 3), [8, 4, 4])
    assert.equal(sizes.at(-1), 1)
  })

  it('rejects all questions in the request, and the next question is asked', async () => {
    let isDown = true
    const { pass, enquirer } = openEnquirerWorld((filter) => {
      if (isDown) throw new Error('no answer')
      return allPaid(filter)
    })
    const failing = assert.rejects(enquirer.ask(enquired('att_1'), 'waiting'), /no answer/)
    await pass(1000)
    await failing
    isDown = false
    const answer = enquirer.ask(enquired('att_1'), 'waiting')
    await pass(1000)
    assert.equal((await answer).kind, 'paid')
  })
})
