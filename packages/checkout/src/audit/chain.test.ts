import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import { canonical, changedFacts, type AuditEntry, type ChainedEntry } from './audit-entry.ts'
import { CHAIN_BEGIN, extendChain, followChain } from './chain.ts'

const sha256 = (text: string): string => hash('sha256', text)

const entry = (name: string): AuditEntry => ({
  id: `aud_${name}`,
  at: new Date('2026-03-02T04:00:00.000Z'),
  who: { kind: 'operator', id: 'opr_1', name: 'Ada' },
  address: '203.0.113.7',
  action: 'account.changed',
  subject: { type: 'account', id: 'acc_1', accountId: 'acc_1' },
  before: { name: 'Tea' },
  after: { name },
})
const CHAIN = extendChain(CHAIN_BEGIN, ['one', 'two', 'three'].map(entry), sha256)
const follow = (entries: readonly ChainedEntry[]) => followChain(CHAIN_BEGIN, entries, sha256)

describe('the chain of the audit log', () => {
  it('holds as it was written, whole or followed in parts', () => {
    const end = { sequence: 3, hash: CHAIN[2]?.hash }
    assert.deepEqual(follow(CHAIN), end)
    const middle = follow(CHAIN.slice(0, 2))
    assert.ok(!('kind' in middle))
    assert.deepEqual(followChain(middle, CHAIN.slice(2), sha256), end)
  })

  /** What somebody may change in one entry, each alone. */
  const changes: readonly (readonly [string, Partial<ChainedEntry>])[] = [
    ['its time', { at: new Date('2026-03-02T04:00:00.001Z') }],
    ['the operator', { who: { kind: 'operator', id: 'opr_2', name: 'Ada' } }],
    ['the name', { who: { kind: 'operator', id: 'opr_1', name: 'Bob' } }],
    ['the address', { address: '203.0.113.8' }],
    ['the absence of an address', { address: undefined }],
    ['the action', { action: 'account.added' }],
    ['the subject', { subject: { type: 'account', id: 'acc_2', accountId: 'acc_1' } }],
    ['what was before', { before: {} }],
    ['what is after', { after: undefined }],
    ['its id', { id: 'aud_other' }],
    ['its hash', { hash: sha256('something') }],
  ]
  for (const [what, change] of changes) {
    it(`breaks at the entry in which somebody changed ${what}`, () => {
      const changed = CHAIN.map((one) => (one.sequence === 2 ? { ...one, ...change } : one))
      const id = change.id ?? 'aud_two'
      assert.deepEqual(follow(changed), { kind: 'changed', sequence: 2, id })
    })
  }

  it('breaks where an entry is missing, and where two have changed places', () => {
    assert.deepEqual(follow(CHAIN.toSpliced(1, 1)), { kind: 'missing', sequence: 2 })
    const [one, two, three] = CHAIN
    assert.ok(one && two && three)
    const swapped = [one, { ...three, sequence: 2 }, { ...two, sequence: 3 }]
    assert.deepEqual(follow(swapped), { kind: 'changed', sequence: 2, id: 'aud_three' })
  })

  it('does not depend on the order in which the database keeps members', () => {
    assert.equal(canonical({ b: [1, { d: 1, c: 2 }], a: 1 }), '{"a":1,"b":[1,{"c":2,"d":1}]}')
  })
})

describe('before and after', () => {
  it('name only what differs', () => {
    const wechat = { appid: 'wx1' }
    assert.deepEqual(
      changedFacts(
        { name: 'A', wechat, stock: 3 },
        { name: 'B', wechat: { ...wechat }, title: 'T' },
      ),
      { before: { name: 'A', stock: 3 }, after: { name: 'B', title: 'T' } },
    )
  })
})
