// Makes the database that each first start begins from, once for a clone; what is published has it too.
try {
  const { prepareCopy } =
    await import('../packages/checkout/src/database/embedded/prepared-copy.ts')
  const { systemClock } = await import('../packages/checkout/src/platform/system-clock.ts')
  const { silentLog } = await import('../packages/checkout/src/platform/log.ts')
  await prepareCopy({ clock: systemClock, log: silentLog })
} catch (error) {
  console.error(
    `No database is prepared (${error.message}): each first start makes its own, which takes some seconds.`,
  )
}
