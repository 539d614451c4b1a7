// Loaded in front of the server: SIGUSR2 starts a profile of its CPU, and the next one writes it down.
import { renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import '../../test/support/server/child/end-with-parent.ts'

const file = process.env['PROFILE_INTO'] ?? ''
const session = new Session()
let isRunning = false

process.on('SIGUSR2', () => {
  void (isRunning ? stop() : start())
  isRunning = !isRunning
})

async function start(): Promise<void> {
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  write('started')
}

async function stop(): Promise<void> {
  const { profile } = await session.post('Profiler.stop')
  write(JSON.stringify(profile))
}

/** The bench, which waits for this file, finds it only when it is complete. */
function write(text: string): void {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
