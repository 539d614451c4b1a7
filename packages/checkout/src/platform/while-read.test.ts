import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { whileRead } from './while-read.ts'

describe('chunks that are given while somebody reads', () => {
  const open = () => {
    const clock = createHandClock()
    const made = { isOver: false, fails: false }
    // What a database gives.
    // oxlint-disable-next-line typescript/require-await
    async function* make(): AsyncGenerator<string, void, undefined> {
      try {
        yield 'one'
        yield 'two'
      } finally {
        made.isOver = true
        if (made.fails) throw new Error('Connection terminated')
      }
    }
    const limit = { clock, ms: 60_000, reason: 'Nobody has read the next chunk for a minute' }
    return { clock, made, chunks: whileRead(make(), limit) }
  }

  it('come to their end, however long the reader takes for each', async () => {
    const { clock, made, chunks } = open()
    const read: string[] = []
    for await (const chunk of chunks) {
      read.push(chunk)
      await clock.advance(59_000)
    }
    assert.deepEqual(read, ['one', 'two'])
    assert.ok(made.isOver)
  })

  it('end by themselves when nobody asks for the next one, and say why', async () => {
    const { clock, made, chunks } = open()
    assert.deepEqual(await chunks.next(), { done: false, value: 'one' })
    await clock.advance(60_000)
    assert.ok(made.isOver, 'what they hold is free')
    await assert.rejects(chunks.next(), /Nobody has read the next chunk for a minute/)
  })

  it('end so also when their connection is gone, and end no process', async () => {
    const { clock, made, chunks } = open()
    await chunks.next()
    made.fails = true
    await clock.advance(60_000)
    await assert.rejects(chunks.next(), /Nobody has read the next chunk for a minute/)
  })

  it('end with their reader', async () => {
    const { made, chunks } = open()
    await chunks.next()
    await chunks.return()
    assert.ok(made.isOver)
  })
})
