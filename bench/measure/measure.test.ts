import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { interleave } from './interleave.ts'
import { compareRounds, drawResult } from './result.ts'
import { spreadOf } from './spread.ts'

describe('what rounds have shown', () => {
  it('shows its median, its smallest and its largest value', () => {
    assert.deepEqual(spreadOf([5, 1, 3]), { median: 3, least: 1, greatest: 5 })
    assert.deepEqual(spreadOf([4, 1]), { median: 2.5, least: 1, greatest: 4 })
  })

  it('is undefined if one of the rounds has shown nothing', () => {
    assert.equal(spreadOf([1, undefined]), undefined)
    assert.equal(spreadOf([]), undefined)
  })

  it('is compared round by round', () => {
    const rows = compareRounds({ ours: [10, 40], theirs: [5, 10] }, [
      { what: 'CPU', unit: 'ms', of: (ms: number) => ms },
    ])
    assert.deepEqual(rows[0]?.ratios['theirs'], { median: 3, least: 2, greatest: 4 })
    assert.equal(
      drawResult({ bench: 'hut', sizes: { rounds: 2 }, rows, notes: ['Dry.'] }),
      `| hut     | ours       | theirs     | ratio   |
| ------- | ---------- | ---------- | ------- |
| CPU, ms | 25 (10–40) | 7.5 (5–10) | 3 (2–4) |

rounds 2
Dry.`,
    )
  })
})

describe('rounds', () => {
  it('take turns, begin with another side each time, and do not count the first', async () => {
    const order: string[] = []
    const said: string[] = []
    const measured = await interleave(
      { ours: 'ours', theirs: 'theirs' },
      {
        rounds: 2,
        say: (line) => said.push(line),
        measure: (side) => Promise.resolve(order.push(side)),
      },
    )
    assert.deepEqual(order, ['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs'])
    assert.deepEqual(said, ['warming up', 'round 1 of 2', 'round 2 of 2'])
    assert.deepEqual(measured.ours, [4, 5])
    assert.deepEqual(measured.theirs, [3, 6])
  })

  it('count from the first one after all that warm up', async () => {
    let measurements = 0
    const measured = await interleave(
      { ours: 'ours' },
      {
        rounds: 2,
        warmUps: 3,
        say: () => undefined,
        measure: () => Promise.resolve((measurements += 1)),
      },
    )
    assert.deepEqual(measured.ours, [4, 5])
  })
})
