import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { awaitConsistency } from './await-consistency.ts'
import { openDataLocation } from './data-location.ts'
import { findMutation } from './find-mutation.ts'
import { MUTATIONS } from './mutations.ts'
import { STORIES } from './stories.ts'
import { killAtNamedPoints } from './trials/named-points.ts'
import type { TrialOptions } from './trials/trial.ts'
import { openWorld } from './world.ts'

// A slice of what `npm run prove` and `npm run crash` do: two of the points, the most dangerous ones.
const POINTS: ReadonlySet<string> = new Set([
  'GET /pay/{id}/authorized/{state}: when /trade/v1/payment is answered',
  'POST /notifications/{id}: after it was answered 200',
])
const OPTIONS: TrialOptions = { seed: 1, seconds: 1, rounds: 1, say: () => undefined }

describe('a server that is killed', () => {
  it('has kept what it acknowledged, and every payment ends right', async () => {
    const world = await openWorld(await openDataLocation('postgres'))
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
      assert.deepEqual(await awaitConsistency(world), [])
    } finally {
      await world.close()
    }
  })

  it('is caught when it says SUCCESS to a notification that it has not kept', async () => {
    const mutation = MUTATIONS.find(({ name }) => name.startsWith('SUCCESS'))
    assert.ok(mutation)
    const found = await findMutation(mutation, OPTIONS)
    assert.match(found ?? 'nothing', /was answered SUCCESS and is not there/)
  })
})
