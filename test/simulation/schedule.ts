import { createHash } from 'node:crypto'
import type { Random } from '@tael/testing/random'

/** The owner of a step: a process that can die, or somebody outside who cannot. */
export type Owner = { readonly name: string; isDead: boolean }

/**
 * Time, and the order of everything. Whatever leaves a process waits at a gate; one gate opens at a
 * time, by the seed, and the next one only when nothing moves any more.
 */
export type Schedule = {
  readonly now: () => number
  /** Resolves when it is this one's turn; never for the dead. */
  readonly pass: (owner: Owner, label: string, isFree?: () => boolean) => Promise<void>
  /** Resolves after `ms` or, when time leaps, later; never for the dead. */
  readonly sleep: (owner: Owner, ms: number, signal?: AbortSignal) => Promise<void>
  /** Counts work of the event loop itself: nothing else happens until it is over. */
  readonly during: <Result>(work: Promise<Result>) => Promise<Result>
  /** Resolves when nothing moves any more. */
  readonly untilStill: () => Promise<void>
  /** Opens gates and moves time until `isOver`, asked whenever nothing waits but the clock. */
  readonly run: (isOver: () => boolean | Promise<boolean>) => Promise<void>
  /** How far time leaps when everything waits for the clock; at least to the first wake-up. */
  leap: () => number
  /** How long until somebody outside a server wakes. */
  readonly untilSomebodyWakes: () => number
  /** When this one wakes, each time that it waits for. */
  readonly wakesOf: (owner: Owner) => readonly number[]
  /** Each step in words; collected only when asked for. */
  readonly trace: readonly string[]
  /** Of all steps so far: two runs are the same when theirs is. */
  readonly digest: () => string
  readonly steps: () => number
}

type Gate = {
  readonly owner: Owner
  /** Whose it is and what for. */
  readonly name: string
  readonly isFree: () => boolean
  readonly open: () => void
}
type Sleeper = {
  readonly owner: Owner
  readonly dueAt: number
  readonly order: number
  readonly wake: () => void
}

/** So many turns of the event loop in which nothing moved mean that nothing will. */
const STILL_TURNS = 4
/** A seed that needs more runs in a circle. */
const MAX_STEPS = 150_000
/** How often the clock moves although something waits for its turn: that is how things time out. */
const IMPATIENCE = 0.01

const ignore = (): void => undefined

function byName({ name: a }: Gate, { name: b }: Gate): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function createSchedule(options: {
  readonly random: Random
  readonly startAt: number
  readonly isTraced: boolean
}): Schedule {
  const { random } = options
  let gates: Gate[] = []
  let sleepers: Sleeper[] = []
  let time = options.startAt
  let movements = 0
  const underWay = new Set<Promise<void>>()
  let steps = 0
  let order = 0
  const digest = createHash('sha256')
  const trace: string[] = []

  function note(step: string): void {
    steps += 1
    const line = `${time - options.startAt} ${step}`
    digest.update(line)
    if (options.isTraced) trace.push(line)
    if (steps > MAX_STEPS) throw new Error(`After ${MAX_STEPS} steps there is no end in sight`)
  }

  async function untilStill(): Promise<void> {
    for (let still = 0; still < STILL_TURNS;) {
      const before = movements
      await Promise.all(underWay)
      await new Promise((resolve) => setImmediate(resolve))
      still = underWay.size === 0 && movements === before ? still + 1 : 0
    }
  }

  function openOne(): boolean {
    gates = gates.filter(({ owner }) => !owner.isDead)
    // What is loaded at its first use arrives a turn later then: the order must not tell.
    const free = gates.filter((gate) => gate.isFree()).sort(byName)
    if (free.length === 0) return false
    const gate = random.pick(free)
    gates.splice(gates.indexOf(gate), 1)
    note(gate.name)
    gate.open()
    return true
  }

  function moveTime(leapMs: number): void {
    sleepers = sleepers
      .filter(({ owner }) => !owner.isDead)
      .sort((one, other) => one.dueAt - other.dueAt || one.order - other.order)
    const [first] = sleepers
    if (first === undefined) throw new Error('Everybody waits, and nobody for the clock')
    time = Math.max(time, first.dueAt, time + leapMs)
    const due = sleepers.filter(({ dueAt }) => dueAt <= time)
    sleepers = sleepers.slice(due.length)
    note(`time, for ${due.map(({ owner }) => owner.name).join(' ')}`)
    due.forEach(({ wake }) => wake())
  }

  const schedule: Schedule = {
    now: () => time,
    pass(owner, label, isFree = () => true) {
      movements += 1
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const name = `${owner.name}: ${label}`
      if (!owner.isDead) gates.push({ owner, name, isFree, open: () => resolve(undefined) })
      return promise
    },
    async sleep(owner, ms, signal) {
      signal?.throwIfAborted()
      movements += 1
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const sleeper = {
        owner,
        dueAt: time + Math.max(0, Math.ceil(ms)),
        order: ++order,
        wake: () => resolve(undefined),
      }
      const stop = (): void => {
        sleepers = sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason as Error)
      }
      sleepers.push(sleeper)
      signal?.addEventListener('abort', stop, { once: true })
      await promise
      signal?.removeEventListener('abort', stop)
    },
    async during(work) {
      movements += 1
      const over = work.then(ignore, ignore)
      underWay.add(over)
      try {
        return await work
      } finally {
        underWay.delete(over)
        movements += 1
      }
    },
    untilStill,
    async run(isOver) {
      for (;;) {
        await untilStill()
        if (random.chance(IMPATIENCE) && sleepers.length > 0) moveTime(0)
        else if (!openOne()) {
          if (await isOver()) return
          moveTime(schedule.leap())
        }
      }
    },
    leap: () => 0,
    untilSomebodyWakes() {
      const others = sleepers.filter(({ owner }) => !owner.name.startsWith('server'))
      return others.length === 0 ? 0 : Math.min(...others.map(({ dueAt }) => dueAt)) - time
    },
    wakesOf: (owner) =>
      sleepers.filter((sleeper) => sleeper.owner === owner).map(({ dueAt }) => dueAt),
    trace,
    digest: () => digest.copy().digest('hex'),
    steps: () => steps,
  }
  return schedule
}
