import { setTimeout as pause } from 'node:timers/promises'

/** So long that only what never comes is given up, on the busiest machine. */
export const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 50

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
  throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what}; the last look showed ${last}`)
}
