import { cpuMsOf } from '@tael/testing/cpu-time'
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
