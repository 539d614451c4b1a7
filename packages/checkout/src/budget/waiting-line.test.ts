import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Lane } from './allowance.ts'
import { createWaitingLine } from './waiting-line.ts'

describe('a line of requests', () => {
  it('is served by lane, then by waiting time', async () => {
    const { join, serveAll } = openLine()
    join('background')
    join('payer', 'a payer')
    join('waiting')
    join('payer', 'another payer')
    assert.deepEqual(await serveAll(), ['a payer', 'another payer', 'waiting', 'background'])
  })

  it('lets who has waited for long pass', async () => {
    const { join, pass, serveAll } = openLine()
    join('scheduled')
    pass(10_000)
    join('waiting')
    assert.deepEqual(await serveAll(), ['scheduled', 'waiting'])
  })

  it('moves up who has a better lane by now', async () => {
    const { line, join, serveAll } = openLine()
    let lane: Lane = 'background'
    const served: string[] = []
    void line.join(() => lane).then(() => served.push('improved'))
    join('waiting')
    assert.equal(line.first()?.lane, 'waiting')
    lane = 'payer'
    assert.deepEqual([line.first()?.lane, line.first()?.rank], ['payer', 0])
    assert.deepEqual(await serveAll(), ['waiting'])
    assert.deepEqual(served, ['improved'])
  })

  it('counts those of a rank', () => {
    const { line, join } = openLine()
    for (const lane of ['waiting', 'payer', 'waiting'] as const) join(lane)
    assert.deepEqual([line.countAt(0), line.countAt(1), line.countAt(2)], [1, 2, 0])
  })

  it('is left by who gives up, and by all when it ends', async () => {
    const { line } = openLine()
    const given = new AbortController()
    const left = line.join(() => 'payer', given.signal)
    const stays = line.join(() => 'payer')
    given.abort(new Error('The payer has left'))
    await assert.rejects(left, /The payer has left/)
    assert.equal(line.countAt(0), 1)
    line.refuseAll(new Error('The process ends'))
    await assert.rejects(stays, /The process ends/)
    assert.equal(line.first(), undefined)
    await assert.rejects(
      line.join(() => 'payer', given.signal),
      /The payer has left/,
    )
    assert.equal(line.first(), undefined)
  })
})

function openLine() {
  let now = 0
  const line = createWaitingLine(() => now)
  const served: string[] = []
  return {
    line,
    pass: (ms: number) => (now += ms),
    join: (lane: Lane, name: string = lane) =>
      void line.join(() => lane).then(() => served.push(name)),
    serveAll: async () => {
      for (let next = line.first(); next !== undefined; next = line.first()) next.grant()
      await new Promise((resolve) => setImmediate(resolve))
      return served
    },
  }
}
