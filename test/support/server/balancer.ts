import { setTimeout as pause } from 'node:timers/promises'
import { serveHttp } from '@tael/checkout'
import { passedOn } from './passed-on.ts'

const PROBE_EVERY_MS = 100

/** What stands before several processes: each request goes to one that says it is ready. It repeats none. */
export type Balancer = {
  readonly url: string
  readonly passed: () => number
  /** Requests that no process answered, or that one answered with a 5xx. */
  readonly lost: readonly string[]
  readonly longestMs: () => number
  readonly isReady: (process: string) => boolean
  readonly close: () => Promise<void>
}

export async function openBalancer(processes: readonly string[]): Promise<Balancer> {
  const ready = new Set<string>()
  const lost: string[] = []
  let [passed, longestMs, isClosed] = [0, 0, false]

  const probe = async (process: string): Promise<void> => {
    while (!isClosed) {
      const answer = await fetch(`${process}/ready`).catch(() => undefined)
      if (answer?.status === 200) ready.add(process)
      else ready.delete(process)
      await pause(PROBE_EVERY_MS)
    }
  }

  async function pass(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const all = [...ready]
    const process = all[passed % all.length]
    passed += 1
    const startedAt = performance.now()
    try {
      if (process === undefined) throw new Error('no process is ready')
      const body = request.method === 'GET' ? null : await request.arrayBuffer()
      const response = await fetch(process + pathname + search, {
        method: request.method,
        headers: passedOn(request.headers),
        body,
        redirect: 'manual',
      })
      const { status } = response
      if (status >= 500) lost.push(`${request.method} ${pathname} was answered ${status}`)
      const text = await response.text()
      return new Response(status === 204 ? null : text, {
        status,
        headers: passedOn(response.headers),
      })
    } catch (error) {
      lost.push(`${request.method} ${pathname} was not answered: ${String(error)}`)
      return new Response('Nobody answered', { status: 502 })
    } finally {
      longestMs = Math.max(longestMs, performance.now() - startedAt)
    }
  }

  const server = await serveHttp({ fetch: pass }, { port: 0 })
  const probes = processes.map(probe)
  return {
    url: server.url,
    passed: () => passed,
    lost,
    longestMs: () => longestMs,
    isReady: (process) => ready.has(process),
    async close() {
      isClosed = true
      await Promise.all(probes)
      await server.close()
    },
  }
}
