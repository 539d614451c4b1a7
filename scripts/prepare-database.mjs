// Makes the database that each first start begins from, once for a clone; what is published has it too.
import { setTimeout } from 'node:timers/promises'

try {
  const { prepareCopy } =
    await import('../packages/checkout/src/database/embedded/prepared-copy.ts')
  const { silentLog } = await import('../packages/checkout/src/platform/log.ts')
  // Not the server's own clock, which is the client's: that is not built yet.
  const clock = { now: () => new Date(), sleep: (ms) => setTimeout(ms) }
  await prepareCopy({ clock, log: silentLog })
} catch (error) {
  console.error(
    `No database is prepared (${error.message}): each first start makes its own, which takes some seconds.`,
  )
}
