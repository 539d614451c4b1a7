import { lookForMutations, type Mutation } from './look-for-mutations.ts'

/** A command that plants the mutations with `only` in their name, and ends with 1 when one of them is missed. */
export async function runMutations<Planted extends Mutation>(
  mutations: readonly Planted[],
  only: string,
  find: (mutation: Planted) => Promise<string | undefined>,
): Promise<never> {
  const chosen = mutations.filter(({ name }) => name.includes(only))
  if (chosen.length === 0) {
    throw new Error(`--only is part of one of: ${mutations.map(({ name }) => name).join(', ')}`)
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const { done, broken } = await lookForMutations(chosen, find, { seed: 1, endAt: Infinity, say })
  for (const line of [...broken, done]) say(line)
  // What a mutated product has left under way would go on for minutes.
  process.exit(broken.length > 0 ? 1 : 0)
}
