import { startServer } from '../../support/server/server-process.ts'
import { awaitConsistency } from '../await-consistency.ts'
import { openDataLocation } from '../data-location.ts'
import { STORIES } from '../stories.ts'
import { openWorld } from '../world.ts'
import { stuck, type Finding } from './trial.ts'

/** Starts a second server on the first one's directory: it refuses immediately, and does no harm. */
export async function startSecondProcess(): Promise<Finding> {
  const world = await openWorld(await openDataLocation('pglite'))
  try {
    const first = world.server.current()
    const second = startServer(world.serverOptions())
    const { code } = await second.ended
    const [story] = STORIES
    const ids = await story?.tell(world)
    const failures = [
      ...(code === 1 ? [] : [`the second process ended with ${code}`]),
      ...(/is in use by another process: stop that one/.test(second.said())
        ? []
        : [`the second process said: ${second.said()}`]),
      ...(first === world.server.current() ? [] : ['the first process ended']),
    ]
    return {
      trial: 'second process on one directory',
      engine: 'pglite',
      done: 'refused immediately, with code 1 and the reason',
      faults: [...stuck(failures), ...(await awaitConsistency(world, ids))],
    }
  } finally {
    await world.close()
  }
}
