import fc from 'fast-check'
import type { Reader } from './readers.ts'
import { hostileRequest, type RawRequest, type Target } from './requests.ts'
import { sendRaw, type RawAnswer } from './send-raw.ts'

/** So long may one input be read: what takes longer grows faster than its input. */
const SLOWEST_MS = 5_000
const AT_ONCE = 8

type Options = { readonly seed: number; readonly inputs: number }

/** Gives a reader hostile inputs, and says what it did that it must not; undefined is good. */
export async function fuzzReader(
  { name, input, read, mayThrow = () => false }: Reader,
  { seed, inputs }: Options,
): Promise<string | undefined> {
  const property = fc.asyncProperty(input, async (value) => {
    const startedAt = performance.now()
    try {
      await read(value)
    } catch (error) {
      if (!mayThrow(error)) throw error
    }
    const took = performance.now() - startedAt
    if (took > SLOWEST_MS) throw new Error(`took ${Math.round(took)} ms`)
  })
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: inputs,
  })
  return failed ? `${name}: ${String(errorInstance)} for ${show(counterexample?.[0])}` : undefined
}

/** Sends hostile requests to a server, and says which it answered with a fault of its own or never. */
export async function fuzzServer(
  target: Target,
  { seed, inputs }: Options,
): Promise<readonly string[]> {
  const broken: string[] = []
  const requests = fc.sample(hostileRequest(target), { seed, numRuns: inputs })
  const send = async (): Promise<void> => {
    for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
      const problem = problemOf(next, await sendRaw(target.url, next))
      if (problem !== undefined) broken.push(problem)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, send))
  return broken
}

function problemOf(request: RawRequest, answer: RawAnswer): string | undefined {
  const isGood =
    answer === 'closed' ? request.framing === 'half-sent' : answer !== 'hung' && answer < 500
  return isGood ? undefined : `${answer}: ${show({ ...request, body: textOf(request.body) })}`
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function show(value: unknown): string {
  return fc.stringify(value).slice(0, 600)
}
