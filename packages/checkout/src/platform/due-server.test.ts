import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { createDueServer } from './due-server.ts'

/** Whose work takes until somebody ends it. */
function openWork(due: Record<string, number>) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const server = createDueServer<string>({
    findDue: (besides) => {
      const ids = Object.keys(due).filter((id) => (due[id] ?? 0) > 0 && !besides.includes(id))
      return Promise.resolve(ids)
    },
    async serve(id) {
      begun.push(id)
      const { promise, resolve } = Promise.withResolvers<undefined>()
      ends.set(id, () => resolve(undefined))
      await promise
      ends.delete(id)
      const left = (due[id] ?? 0) - 1
      due[id] = left
      if (left < 0) throw new Error(`${id} fails`)
      return left
    },
    onFailure: () => undefined,
  })
  const end = async (id: string): Promise<void> => {
    ends.get(id)?.()
    await setImmediate()
  }
  return { server, begun, ends, end }
}

const named = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

describe('a server of due work', () => {
  it('serves fifty at once, and the next when one ends, also by a failure', async () => {
    const ids = named('e', 53)
    const due = Object.fromEntries(ids.map((id) => [id, 1]))
    const { server, begun, end } = openWork(due)
    assert.equal(await server.serveDue(), 53)
    assert.equal(await server.serveDue(), 0, 'those that wait are not found again')
    assert.deepEqual(begun, ids.slice(0, 50))
    await end('e7')
    assert.deepEqual(begun.slice(50), ['e50'])
    due['e8'] = 0
    await end('e8')
    assert.deepEqual(begun.slice(50), ['e50', 'e51'])
  })

  it('serves those that wait before it continues with one that has much left', async () => {
    const ids = named('e', 51)
    const { server, begun, end } = openWork(Object.fromEntries(ids.map((id) => [id, 100])))
    await server.serveDue()
    await end('e0')
    await end('e1')
    assert.deepEqual(begun.slice(50), ['e50', 'e0'])
  })

  it('starts no more when it stops, and waits for those under way', async () => {
    const ids = named('e', 51)
    const { server, begun, ends, end } = openWork(Object.fromEntries(ids.map((id) => [id, 2])))
    await server.serveDue()
    const stopped = server.stop()
    for (const id of [...ends.keys()]) await end(id)
    await stopped
    assert.deepEqual(begun, ids.slice(0, 50))
  })
})
