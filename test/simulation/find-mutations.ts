import { availableParallelism } from 'node:os'
import type { Mutation } from './mutations.ts'
import { runSeeds, seedsFrom } from './run-seeds.ts'

export type Caught = {
  readonly mutation: Mutation
  /** Undefined: it got away. */
  readonly seed: number | undefined
  readonly seedsRun: number
  /** False: there was no time to look further. */
  readonly isDecided: boolean
  /** Every invariant that it broke in the seed that caught it. */
  readonly broken: readonly string[]
}

const MAX_SEEDS = 120

/** Runs each mutation until the invariant that it is to break is broken. */
export async function findMutations(
  mutations: readonly Mutation[],
  onCaught: (caught: Caught) => void,
  isOver: () => boolean = () => false,
): Promise<void> {
  const left = mutations.values()
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (const mutation of left) {
        onCaught(await catchMutation(mutation, isOver))
        if (isOver()) return
      }
    }),
  )
}

async function catchMutation(mutation: Mutation, isOver: () => boolean): Promise<Caught> {
  let caught: Caught = { mutation, seed: undefined, seedsRun: 0, isDecided: false, broken: [] }
  await runSeeds(seedsFrom(1, MAX_SEEDS), {
    mutation: mutation.name,
    onResult({ seed, broken }) {
      const names = [...new Set(broken.map(({ invariant }) => invariant))]
      const isCaught = names.includes(mutation.foundBy)
      caught = {
        mutation,
        seed: isCaught ? seed : undefined,
        seedsRun: caught.seedsRun + 1,
        isDecided: isCaught || caught.seedsRun + 1 === MAX_SEEDS,
        broken: names,
      }
      return !isCaught && !isOver()
    },
  })
  return caught
}
