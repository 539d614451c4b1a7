/**
 * How long a test waits for what must come. It decides nothing but when to give up: a machine may be
 * busy with other things, and no answer is expected within a time. Who gives up says what was missing.
 */
export const PATIENCE_MS = 10 * 60_000

/** Looks again and again until it is so. */
export async function waitUntil(
  what: string,
  is: () => boolean | Promise<boolean>,
  { everyMs = 20 }: { readonly everyMs?: number } = {},
): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (!(await is())) {
    if (performance.now() > giveUpAt) {
      throw new Error(`Waited ${PATIENCE_MS / 60_000} minutes in vain: ${what}`)
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
