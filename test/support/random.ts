/** The same numbers in [0, 1) for the same seed (Lehmer's generator). */
export function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  // Seeds that follow each other begin alike.
  for (let skipped = 0; skipped < 4; skipped++) next()
  return next
}

/** The same order for the same seed. */
export function shuffled<Value>(values: readonly Value[], seed: number): readonly Value[] {
  const random = randomFrom(seed)
  return values
    .map((value) => ({ value, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value)
}
