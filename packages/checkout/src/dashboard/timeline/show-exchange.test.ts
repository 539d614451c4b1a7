import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Exchange, ExchangeFacts } from '../../exchanges/exchange.ts'
import { exchangeRow } from './show-exchange.ts'

const AT = new Date('2026-03-02T04:00:00Z')

function row(facts: ExchangeFacts, changed: Partial<Exchange> = {}) {
  const exchange: Exchange = {
    id: 'exc_1',
    about: 'att_1',
    kind: 'request',
    sentAt: AT,
    lastAt: AT,
    times: 1,
    facts,
    ...changed,
  }
  return exchangeRow(exchange, { language: 'en', timeZone: '+08:00' })
}

describe('an exchange on the dashboard', () => {
  const query = { endpoint: '/trade/v1/query', why: 'waiting', durationMs: 184 } as const

  it('says who was asked, why, how often, the result, and when Tael asks again', () => {
    const facts = {
      ...query,
      verdict: 'unpaid',
      askedWith: 39,
      askAgainAt: '2026-03-02T04:01:00.000Z',
    } as const
    const shown = row(facts, { times: 12, lastAt: new Date(AT.getTime() + 30_000) })
    assert.equal(shown.title, 'QFPay was asked: not paid yet')
    assert.equal(shown.isProblem, false)
    assert.deepEqual(shown.notes, [
      'a payer waits',
      '12 times, the last at 12:00:30',
      'with 39 others',
      '184 ms',
      'next at 12:01:00',
    ])
  })

  const results: [ExchangeFacts, string, boolean][] = [
    [{ ...query, verdict: 'paid' }, 'QFPay was asked: it is paid', false],
    [{ ...query, failure: { code: 'network', outcome: 'unknown' } }, 'no usable answer', true],
    [{ ...query, failure: { code: 'rate-limited', outcome: 'not-sent' } }, 'too many', true],
    [{ endpoint: '/trade/v1/payment' }, 'An order at QFPay: accepted', false],
    [
      { endpoint: '/trade/v1/close', respcd: '0000' },
      'Closing the order at QFPay: accepted',
      false,
    ],
    [{ endpoint: '/trade/v1/close', respcd: '1297' }, 'Closing the order at QFPay: refused', true],
    [
      { endpoint: '/trade/v1/refund', failure: { code: 'pending', outcome: 'unknown' } },
      'not fin',
      false,
    ],
    [
      { ...query, signature: 'forged', failure: { code: 'signature', outcome: 'unknown' } },
      'not signed by QFPay',
      true,
    ],
    [
      { endpoint: '/trade/v1/payment', failure: { code: 'signature', outcome: 'rejected' } },
      'An order at QFPay: refused',
      true,
    ],
    [
      {
        endpoint: '/sns/oauth2/access_token',
        failure: { code: 'wechat-oauth', outcome: 'rejected' },
      },
      "The payer's code for an openid: refused",
      true,
    ],
  ]
  for (const [facts, title, isProblem] of results) {
    it(`has the title "${title}"${isProblem ? ', a problem' : ''}`, () => {
      const shown = row(facts)
      assert.ok(shown.title.includes(title), shown.title)
      assert.equal(shown.isProblem, isProblem)
    })
  }

  it('says whether a notification is signed, and does not show a forged one as a problem of the payment', () => {
    const kept = row({ signature: 'valid' }, { kind: 'notification' })
    assert.match(kept.title, /signature is valid/)
    const forged = row({ signature: 'forged' }, { kind: 'notification' })
    assert.match(forged.title, /nothing of it was believed/)
    assert.equal(forged.isProblem, false)
    assert.match(row({ returned: 'refused' }, { kind: 'return' }).title, /without authorizing/)
  })
})
