import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { DAY_MS, MINUTE_MS } from '../platform/durations.ts'
import { ROUND_WITHIN_MS } from '../platform/rounds.ts'
import { pruning } from './prune.ts'

/** Each batch takes three seconds. */
function openTable({ rows, clock }: { readonly rows: number; readonly clock: HandClock }) {
  const table = { rows, batches: 0 }
  const work = pruning<{ readonly clock: HandClock }>({
    name: 'prune',
    keptMs: () => DAY_MS,
    async deleteBefore(_, __, limit) {
      const deleted = Math.min(limit, table.rows)
      await clock.advance(3_000)
      table.rows -= deleted
      table.batches++
      return deleted
    },
  })
  return { table, work }
}

describe('pruning', () => {
  it('leaves what it does not delete within two minutes to the next round, which comes soon', async () => {
    const clock = createHandClock()
    const { table, work } = openTable({ rows: 100_000, clock })
    const began = clock.now().getTime()
    await work.run({ clock })
    assert.equal(clock.now().getTime() - began, 2 * MINUTE_MS)
    assert.equal(table.rows, 60_000)
    assert.ok(work.everyMs < ROUND_WITHIN_MS)
    await work.run({ clock })
    await work.run({ clock })
    assert.equal(table.rows, 0)
  })

  it('ends with its batch when the process stops', async () => {
    const clock = createHandClock()
    const { table, work } = openTable({ rows: 100_000, clock })
    const stopped = new AbortController()
    const round = work.run({ clock }, stopped.signal)
    stopped.abort()
    await round
    assert.equal(table.batches, 1)
  })
})
