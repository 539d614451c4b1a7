import { hash } from 'node:crypto'

/** Numbers that look random and follow from a seed alone. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number, both ends included. */
  readonly whole: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <Item>(items: readonly Item[]) => Item
  readonly bytes: (size: number) => Uint8Array
}

/** A stream of its own for each purpose, so that one more draw in one does not move the others. */
export function createRandom(seed: number, purpose: string): Random {
  const next = stream(hash('sha256', `${seed} ${purpose}`))
  const whole = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[whole(0, items.length - 1)]
      if (item === undefined) throw new Error('There is nothing to pick from')
      return item
    },
    bytes: (size) => Uint8Array.from({ length: size }, () => whole(0, 255)),
  }
}

/** sfc32: 128 bits of state, additions and shifts only. */
function stream(digest: string): () => number {
  const word = (index: number): number =>
    Number.parseInt(digest.slice(index * 8, index * 8 + 8), 16) | 0
  let [a, b, c, counter] = [word(0), word(1), word(2), word(3)]
  return () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
}

/** The same order for the same seed. */
export function shuffled<Value>(values: readonly Value[], seed: number): readonly Value[] {
  const { next } = createRandom(seed, 'order')
  return values
    .map((value) => ({ value, at: next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value)
}
