import type { Checkout } from '@tael/checkout'
import type { Random } from '@tael/testing/random'
import { broken } from './gated-network.ts'
import { inOpenTransaction } from './observations.ts'
import type { Owner, Schedule } from './schedule.ts'

/** One instance of the server, from its start to its death. */
export type Process = { readonly owner: Owner; readonly kill: () => void }

/** The servers that run, on one database. */
export type Processes = {
  /** Answered by any that lives; rejects when none does, or when it dies over it. */
  readonly serve: (request: Request) => Promise<Response>
  readonly start: () => Checkout
  /** Kills one after the other those that run now; each starts again after a while. */
  readonly restartEach: (pause: () => Promise<void>) => Promise<void>
  /** Ends all that run, and starts one on what they have left. */
  readonly replaceAll: () => void
  readonly stopAll: () => void
  readonly started: () => number
}

type Running = Process & { readonly checkout: Checkout; readonly died: Promise<never> }

const OPERATOR: Owner = { name: 'operator', isDead: false }

export function createProcesses(deps: {
  readonly schedule: Schedule
  readonly random: Random
  readonly open: (process: Process) => Checkout
  readonly abandon: (owner: Owner) => void
}): Processes {
  const { schedule, random } = deps
  let running: readonly Running[] = []
  let isStopped = false
  let started = 0

  function start(): Checkout {
    const owner: Owner = { name: `server-${++started}`, isDead: false }
    const death = Promise.withResolvers<never>()
    death.promise.catch(() => undefined)
    const kill = (): void => {
      if (owner.isDead) return
      owner.isDead = true
      running = running.filter((other) => other.owner !== owner)
      deps.abandon(owner)
      death.reject(broken())
      // A process that dies during a statement must not pass its transaction on to its successor.
      if (!isStopped) void inOpenTransaction.exit(restart)
    }
    const checkout = deps.open({ owner, kill })
    checkout.startTasks()
    running = [...running, { owner, kill, checkout, died: death.promise }]
    return checkout
  }

  async function restart(): Promise<void> {
    await schedule.sleep(OPERATOR, random.whole(200, 30_000))
    if (!isStopped) start()
  }

  function stopAll(): void {
    isStopped = true
    running.forEach(({ kill }) => kill())
  }

  return {
    async serve(request) {
      if (running.length === 0) throw broken()
      const { checkout, died } = random.pick(running)
      return Promise.race([checkout.fetch(request), died])
    },
    start,
    async restartEach(pause) {
      for (const { kill } of running) {
        kill()
        await pause()
      }
    },
    replaceAll() {
      stopAll()
      start()
    },
    stopAll,
    started: () => started,
  }
}
