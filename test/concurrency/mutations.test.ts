import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findMutation } from './find-mutations.ts'
import { MUTATIONS } from './mutations.ts'

// The others are broken by `npm run concurrency`.
it('four servers are caught when they look an Idempotency-Key up and do not claim it', async () => {
  const mutation = MUTATIONS.find(({ name }) => name.startsWith('an Idempotency-Key'))
  assert.ok(mutation)
  assert.match((await findMutation(mutation)) ?? 'nothing', /strictly deep-equal|strictly equal/)
})
