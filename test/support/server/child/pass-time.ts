// Loaded in front of a server whose time can be moved on, and that is not watched.
import './end-with-parent.ts'
import type { Answer, Told } from '../messages.ts'
import { startFastClock } from './fast-clock.ts'
import type { ChildSettings } from './preload.ts'

const { clock } = JSON.parse(process.env['SERVER_CHILD'] ?? '{}') as ChildSettings
const moved = clock && (await startFastClock(clock))

process.on('message', (told: Told) => {
  if (told.kind === 'pass') moved?.pass(told.ms)
  if (told.kind === 'wake') moved?.wake()
  process.send?.({ to: told.number, points: [] } satisfies Answer)
})
