import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { streamText } from './stream-text.ts'

it('text that is made while it is sent begins when somebody reads: a HEAD holds no connection', async () => {
  let hasBegun = false
  // What a database gives.
  // oxlint-disable-next-line typescript/require-await
  async function* chunks(): AsyncGenerator<string, void, undefined> {
    hasBegun = true
    yield 'one '
    yield 'two'
  }
  const stream = streamText(chunks())
  await othersTurn()
  assert.equal(hasBegun, false)
  assert.equal(await new Response(stream).text(), 'one two')
})
