import { runImage } from '../../image/run-image.ts'
import type { Outcome } from '../campaign.ts'

/** What `operations/Dockerfile` builds, built and started without Docker. */
export async function startImage(): Promise<Outcome> {
  if (process.platform === 'win32') {
    return { done: 'nothing', broken: [], notRun: 'the Dockerfile is for Linux' }
  }
  return {
    done: 'the steps of the Dockerfile, then healthy, not root, and stopped by SIGTERM',
    broken: await runImage(),
  }
}
