import { setTimeout as pause } from 'node:timers/promises'
import { MINUTE_MS } from './durations.ts'

/**
 * How long a test waits for what must come. It decides nothing but when to give up: a machine may be
 * busy with other things, and no answer is expected within a time. A test that gives up says
 * what was missing.
 */
export const PATIENCE_MS = 10 * MINUTE_MS
/** The same beside a planted mutation, with which what must come may never come. */
export const PATIENCE_WITH_MUTATION_MS = MINUTE_MS
const LOOK_EVERY_MS = 10

/** Looks until it sees what it waits for; a look that fails, as between two pages, is repeated. */
export async function waitUntil<Value>(
  what: string,
  look: () => Promise<Value> | Value,
  is: (value: Value) => boolean = Boolean,
): Promise<Value> {
  const giveUpAt = performance.now() + PATIENCE_MS
  let last = 'nothing'
  do {
    try {
      const value = await look()
      if (is(value)) return value
      last = JSON.stringify(value)
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    }
    await pause(LOOK_EVERY_MS)
  } while (performance.now() < giveUpAt)
  throw new Error(
    `waited ${PATIENCE_MS / MINUTE_MS} minutes for ${what}; the last look showed ${last}`,
  )
}
