import { setTimeout as pause } from 'node:timers/promises'
import {
  startServer,
  type ServerOptions,
  type ServerProcess,
} from '../support/server/server-process.ts'

/** Keeps one server running: whenever and however it ends, another one starts immediately. */
export type Supervisor = {
  readonly current: () => ServerProcess
  /** Resolves with the process that listens. */
  readonly isUp: () => Promise<ServerProcess>
  /** How often a process ended and was replaced. */
  readonly restarts: () => number
  /** Ends the server by SIGKILL and lets it be; `go` starts one again. */
  readonly halt: () => Promise<void>
  readonly go: () => void
  /** Ends it in order; what it said is still there. */
  readonly stop: () => Promise<void>
}

export function supervise(optionsNow: () => ServerOptions, patienceMs: number): Supervisor {
  let server = startServer(optionsNow())
  let isKept = true
  let restarts = 0

  function keep(process: ServerProcess): void {
    void process.ended.then(() => {
      if (!isKept || process !== server) return
      restarts += 1
      server = startServer(optionsNow())
      keep(server)
    })
  }
  keep(server)

  return {
    current: () => server,
    restarts: () => restarts,
    async isUp() {
      const until = performance.now() + patienceMs
      let reason: unknown
      while (performance.now() < until) {
        const process = server
        try {
          await process.listens
          return process
        } catch (error) {
          reason = error
          await pause(50)
        }
      }
      throw new Error('The server does not start', { cause: reason })
    },
    async halt() {
      isKept = false
      server.kill()
      await server.ended
    },
    go() {
      isKept = true
      server = startServer(optionsNow())
      keep(server)
    },
    async stop() {
      isKept = false
      server.kill('SIGTERM')
      const forced = setTimeout(() => server.kill(), 10_000)
      await server.ended
      clearTimeout(forced)
    },
  }
}
