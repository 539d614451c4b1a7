import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runEverything } from '../run-test-files.ts'

/** `npm test` while twice as many busy loops as there are cores want all of them. */
export async function stayCalm({ endAt, say }: CampaignOptions): Promise<Outcome> {
  const loops = Array.from({ length: 2 * availableParallelism() }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  )
  const broken: string[] = []
  const seconds: number[] = []
  try {
    do {
      const startedAt = performance.now()
      const { code, said } = await runEverything()
      seconds.push(Math.round((performance.now() - startedAt) / 1000))
      say(`round ${seconds.length}: ${code === 0 ? 'green' : 'FAILED'} in ${seconds.at(-1)} s`)
      if (code === 0) continue
      broken.push(`round ${seconds.length}:\n${said}`)
      // A person who waits for hours wants to know immediately.
      say(said)
    } while (performance.now() < endAt)
  } finally {
    loops.forEach((loop) => loop.kill('SIGKILL'))
  }
  return {
    done: `${seconds.length} times npm test beside ${loops.length} busy loops: ${seconds.join(', ')} s`,
    broken,
  }
}
