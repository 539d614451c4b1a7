import { readFileSync } from 'node:fs'
import type { Sessions } from '../../packages/checkout/test/support/sessions.ts'

/** What was spent: statements, and CPU time in milliseconds. */
export type Cost = {
  readonly statements: number
  readonly nodeMs: number
  /** Of PostgreSQL's sessions; undefined where the system does not tell. */
  readonly postgresMs: number | undefined
}

/** What this process and its sessions have spent so far. */
export function readCost(sessions: Sessions): Cost {
  const { user, system } = process.cpuUsage()
  return {
    statements: sessions.statements(),
    nodeMs: (user + system) / 1000,
    postgresMs: sumOf(sessions.pids().map(cpuMsOf)),
  }
}

export function costSince(sessions: Sessions, before: Cost): Cost {
  const now = readCost(sessions)
  return {
    statements: now.statements - before.statements,
    nodeMs: now.nodeMs - before.nodeMs,
    postgresMs: sumOf([now.postgresMs, before.postgresMs && -before.postgresMs]),
  }
}

/** Undefined as soon as one of them is. */
export function sumOf(all: readonly (number | undefined)[]): number | undefined {
  return all.reduce(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  )
}

/** Linux counts a process's time in ticks, and tells everybody in hundredths of a second. */
const TICK_MS = 10
const USER_TIME = 11
const SYSTEM_TIME = 12

function cpuMsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in front, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK_MS
  } catch {
    return undefined
  }
}
