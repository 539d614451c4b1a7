import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endpointTyped } from './endpoint-form.ts'

const ALWAYS = { url: 'https://shop.example.com/hooks', description: '' }
const ALL = { ...ALWAYS, event_types: ['*'] }

describe('the form of an endpoint', () => {
  const words = (typed: Readonly<Record<string, string>>): object =>
    endpointTyped({ ...ALWAYS, ...typed })

  it('names every event, or those that are ticked', () => {
    const types = 'refund.failed payment.expired'
    assert.deepEqual(words({ events: 'all', event_types: types }), ALL)
    assert.deepEqual(words({ events: 'some', event_types: types }), {
      ...ALWAYS,
      event_types: ['refund.failed', 'payment.expired'],
    })
    assert.deepEqual(words({ events: 'some' }), { ...ALWAYS, event_types: [] })
  })

  it('has its headers one a line, keeps them where none are typed, and takes them away if asked', () => {
    const cases = [
      ['Authorization: Basic a:b\r\n\r\nx-shop: 1', { authorization: 'Basic a:b', 'x-shop': '1' }],
      // No header has a value of two lines: the schema refuses it.
      ['x-shop: 1\nX-Shop: 2', { 'x-shop': '1\n2' }],
    ] as const
    for (const [typed, headers] of cases) {
      assert.deepEqual(words({ headers: typed }), { ...ALL, headers })
    }
    assert.deepEqual(words({ headers: '' }), ALL)
    assert.deepEqual(words({ headers: 'x-shop: 1', without_headers: 'yes' }), {
      ...ALL,
      headers: {},
    })
  })
})
