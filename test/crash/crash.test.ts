import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faultsOf } from './find-mutations.ts'
import { MUTATIONS } from './mutations.ts'
import { ENGINES, openPlace } from './place.ts'
import { settleBooks } from './settle-books.ts'
import { STORIES } from './stories.ts'
import { loseDatabase } from './trials/database-gone.ts'
import { killAtNamedPoints } from './trials/named-points.ts'
import { startSecondProcess } from './trials/second-process.ts'
import type { TrialOptions } from './trials/trial.ts'
import { openWorld } from './world.ts'

// A few of the points that `npm run crash` takes one by one.
const POINTS: ReadonlySet<string> = new Set([
  'POST /v1/payments: before it is answered 201',
  'GET /pay/{id}/authorised/{state}: when /trade/v1/payment is answered',
  'POST /notifications/{id}: after it was answered 200',
  'in the background: when /trade/v1/refund is answered',
])
const OPTIONS: TrialOptions = { seed: 1, seconds: 1, rounds: 1, say: () => undefined }

describe('a server that is killed', () => {
  for (const engine of ENGINES) {
    it(`has kept what it acknowledged, and every payment ends right (${engine})`, async () => {
      const world = await openWorld(await openPlace(engine))
      try {
        const outcomes = await killAtNamedPoints(world, {
          stories: STORIES.slice(0, 1),
          isWanted: (point) => POINTS.has(point),
        })
        assert.deepEqual(
          outcomes.flatMap(({ faults }) => faults),
          [],
        )
        assert.equal(outcomes.filter(({ isReached }) => isReached).length, POINTS.size)
        assert.deepEqual(await settleBooks(world), [])
      } finally {
        await world.close()
      }
    })
  }

  it('is caught when it says SUCCESS to a notification that it has not kept', async () => {
    const mutation = MUTATIONS.find(({ name }) => name.startsWith('SUCCESS'))
    assert.ok(mutation)
    const [fault] = await faultsOf(mutation, OPTIONS)
    assert.match(fault?.what ?? 'nothing', /was answered SUCCESS and is not there/)
  })
})

it('a second server on the directory of another is refused, and harms nothing', async () => {
  assert.deepEqual((await startSecondProcess()).faults, [])
})

it('a server outlives its database, answers 5xx meanwhile, and loses nothing', async () => {
  assert.deepEqual((await loseDatabase(OPTIONS)).faults, [])
})
