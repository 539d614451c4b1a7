import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { createIds } from '../platform/ids.ts'
import { createSealing } from '../platform/sealed.ts'
import { readState, writeState } from './authorization-state.ts'

const sealing = createSealing(['a server secret that is used in tests only'], randomBytes)
const clock = createHandClock()
const newId = createIds({ clock, randomBytes })
const authorization = { paymentId: newId('pay'), attemptId: newId('att'), browser: 'browser-1' }
const now = clock.now()
const state = writeState({ sealing }, authorization, now)

describe('the state of an authorization', () => {
  it('brings the attempt back to the browser that was sent away', () => {
    assert.equal(readState({ sealing }, state, { ...authorization, now }), authorization.attemptId)
  })

  it('has the form that WeChat accepts: at most 128 letters and digits', () => {
    assert.match(state, /^[a-z0-9]{1,128}$/i)
  })

  it('is refused in another browser, for another payment, or too late', () => {
    const late = new Date(now.getTime() + 16 * 60_000)
    assert.equal(readState({ sealing }, state, { ...authorization, browser: 'b2', now }), undefined)
    assert.equal(
      readState({ sealing }, state, { ...authorization, paymentId: 'p2', now }),
      undefined,
    )
    assert.equal(readState({ sealing }, state, { ...authorization, now: late }), undefined)
  })

  it('is refused when any character of it was changed', () => {
    const change = fc.tuple(fc.nat(state.length - 1), fc.constantFrom('0', '7', 'a', 'f', 'z'))
    fc.assert(
      fc.property(change, ([index, character]) => {
        const changed = state.slice(0, index) + character + state.slice(index + 1)
        fc.pre(changed !== state)
        assert.equal(readState({ sealing }, changed, { ...authorization, now }), undefined)
      }),
    )
  })
})
