import { fuzzReader, fuzzServer } from '../../fuzz/fuzz.ts'
import { READERS } from '../../fuzz/readers.ts'
import { openTargets } from '../../fuzz/world.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'

const READ_EACH = 2_000
const SENT_EACH = 300

/** Inputs that nobody should send: to every reader, and over sockets to every path of both servers. */
export async function sendHostileInput({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let [read, sent] = [0, 0]
  const { targets, close } = await openTargets()
  try {
    for (let round = seed; performance.now() < endAt || read === 0; round += 1) {
      for (const reader of READERS) {
        const problem = await fuzzReader(reader, { seed: round, inputs: READ_EACH })
        if (problem !== undefined) broken.push(problem)
        read += READ_EACH
      }
      for (const target of targets) {
        broken.push(...(await fuzzServer(target, { seed: round, inputs: SENT_EACH })))
        sent += SENT_EACH
      }
      say(`${read + sent} inputs`)
    }
  } finally {
    await close()
  }
  return {
    done: `${read + sent} inputs: ${read} to ${READERS.length} readers, ${sent} over sockets`,
    broken,
  }
}
