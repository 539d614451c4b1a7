import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SECOND_MS } from '@tael/testing/durations'
import type { Campaign, CampaignOptions } from './campaign.ts'
import { chooseCampaigns, fitCampaigns, runCampaigns } from './prove.ts'
import { drawResults, writeProof } from './report.ts'

/** A campaign on a clock of its own: it takes the time that it was given, or as much as it wants. */
function campaign(name: string, changed: Partial<Campaign> = {}): Campaign {
  return {
    name,
    share: 1,
    leastSeconds: 10,
    run: () => Promise.resolve({ done: 'all', broken: [] }),
    ...changed,
  }
}

describe('npm run prove', () => {
  it('runs the requested campaigns, or by default all that need no request', () => {
    const all = [campaign('crash'), campaign('calm', { share: 0 })]
    const names = (only?: string) => chooseCampaigns(all, only).map(({ name }) => name)
    assert.deepEqual(names(), ['crash'])
    assert.deepEqual(names('calm'), ['calm'])
    assert.deepEqual(names('nothing of the kind'), [])
  })

  it('leaves out campaigns for lack of time, and not the same ones each time', () => {
    const all = ['one', 'two', 'three'].map((name) => campaign(name))
    const fitting = (seed: number, ms: number) =>
      [...fitCampaigns(all, { seed, ms })].map(({ name }) => name).sort()
    assert.equal(fitting(1, 20 * SECOND_MS).length, 2)
    assert.equal(fitting(1, 30 * SECOND_MS).length, 3)
    assert.equal(fitting(1, 0).length, 1, 'one in any case')
    const [long, quick] = [campaign('long', { leastSeconds: 200 }), campaign('quick')]
    for (const seed of [1, 2, 3, 4]) {
      assert.deepEqual([...fitCampaigns([long, quick], { seed, ms: 30 * SECOND_MS })], [quick])
    }
    assert.deepEqual(fitting(7, 20 * SECOND_MS), fitting(7, 20 * SECOND_MS))
    const chosen = new Set(
      Array.from({ length: 20 }, (_, seed) => fitting(seed, 10 * SECOND_MS)[0]),
    )
    assert.equal(chosen.size, 3)
  })

  it('gives each campaign its minimum, and shares the remaining time among those to come', async () => {
    let time = 0
    const given: number[] = []
    const taking = (seconds?: number) => ({
      run: ({ endAt }: CampaignOptions) => {
        given.push((endAt - time) / SECOND_MS)
        time = seconds === undefined ? endAt : time + seconds * SECOND_MS
        return Promise.resolve({ done: 'all', broken: [] })
      },
    })
    const all = [
      campaign('takes little', { share: 2, ...taking(20) }),
      campaign('takes its part', taking()),
      campaign('takes the rest', taking()),
      campaign('needs much', { leastSeconds: 60, ...taking() }),
    ]
    await runCampaigns(all, { seed: 1, ms: 100 * SECOND_MS, now: () => time, say: () => undefined })
    assert.deepEqual(given, [14, 10, 10, 60])
  })

  it('gives the time that is left to the first campaign for which there seemed to be none', async () => {
    let time = 0
    const given: (readonly [string, number])[] = []
    const all = ['one', 'two', 'three'].map((name) =>
      campaign(name, {
        leastSeconds: 40,
        run: ({ endAt }) => {
          given.push([name, (endAt - time) / SECOND_MS])
          time += 5 * SECOND_MS
          return Promise.resolve({ done: 'all', broken: [] })
        },
      }),
    )
    const options = { seed: 1, ms: 50 * SECOND_MS, now: () => time, say: () => undefined }
    const results = await runCampaigns(all, options)
    assert.deepEqual(
      given.map(([, seconds]) => seconds),
      [50, 45, 40],
    )
    assert.deepEqual(
      results.map(({ name }) => name),
      ['one', 'two', 'three'],
    )
  })

  it('continues if a campaign ends with an error, and says so', async () => {
    const all = [
      campaign('breaks', { run: () => Promise.reject(new Error('no such machine')) }),
      campaign('goes on'),
    ]
    const said: string[] = []
    const results = await runCampaigns(all, {
      seed: 1,
      ms: 60 * SECOND_MS,
      now: () => 0,
      say: (line) => said.push(line),
    })
    assert.match(results[0]?.broken[0] ?? '', /no such machine/)
    assert.deepEqual(results[1]?.broken, [])
    assert.ok(said.includes('breaks: ended by an error; 1 broken'))
  })

  it('closes with a table, and writes a page that says how it was made', () => {
    const results = [
      { name: 'crash', done: '40 kills', broken: ['lost: a payment\nand more'], ms: 61_000 },
      { name: 'Node', done: '', broken: [], notRun: 'there was no time for it', ms: 0 },
    ]
    const table = drawResults(results)
    assert.match(table, /\| crash +\| 40 kills +\| 61 s +\| 1 +\|/)
    assert.match(table, /\| Node +\| not run: there was no time for it +\| 0 s +\| 0 +\|/)
    const page = writeProof(results, {
      command: 'npm run prove -- --seed 7',
      commit: 'abc1234',
      machine: '2 cores',
      date: '2026-11-28',
    })
    assert.match(page, /Measured by `npm run prove -- --seed 7`, at commit abc1234, on 2 cores/)
    assert.match(page, /^- crash: lost: a payment$/m)
  })
})
