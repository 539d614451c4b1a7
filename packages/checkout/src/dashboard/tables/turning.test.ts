import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { turned } from './turning.ts'

const ROWS = [{ id: 'r3' }, { id: 'r2' }]
const LIST = { path: '/list', query: { status: 'failed', q: '' }, rows: ROWS }

describe('the pages of a list', () => {
  it('lead on while there is more, and back to the first page', () => {
    const first = turned({ ...LIST, startingAfter: undefined, hasMore: true })
    assert.deepEqual(first, { nextPath: '/list?status=failed&after=r2' })
    const last = turned({ ...LIST, startingAfter: 'r4', hasMore: false })
    assert.deepEqual(last, { firstPath: '/list?status=failed', nextPath: undefined })
  })

  it('lead on from where the list has looked, if no row of the page is there', () => {
    const looked = { ...LIST, startingAfter: undefined, rows: [], hasMore: true, next: 'r1' }
    assert.deepEqual(turned(looked), { nextPath: '/list?status=failed&after=r1' })
  })

  it('lead to the page before, in a list that walks both ways, and from there on again', () => {
    const both = { ...LIST, query: {}, isTwoWay: true, startingAfter: undefined, hasMore: false }
    const forwards = { ...both, startingAfter: 'r4' }
    const backwards = { ...both, endingBefore: 'r1', hasMore: true, next: 'r3' }
    const cases = [
      [forwards, '/list?before=r3', undefined],
      [{ ...forwards, rows: [] }, '/list?before=r4', undefined],
      [backwards, '/list?before=r3', '/list?after=r2'],
      [{ ...backwards, hasMore: false, rows: [] }, undefined, '/list?after=r1'],
    ] as const
    for (const [walk, previousPath, nextPath] of cases) {
      assert.deepEqual(turned(walk), { previousPath, nextPath })
    }
    assert.deepEqual(turned(both), { nextPath: undefined })
  })
})
