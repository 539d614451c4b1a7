// Loaded in front of the real server, which knows nothing of it: its clock, where it dies, what is broken in it.
import './end-with-parent.ts'
import { mutateSource, type SourceMutation } from '@tael/testing/mutate-source'
import type { Answer, Told } from '../messages.ts'
import { startFastClock } from './fast-clock.ts'
import { watchEdges } from './watch-edges.ts'

const settings = JSON.parse(process.env['SERVER_CHILD'] ?? '{}') as ChildSettings

/** What the driving process sets for its child. */
export type ChildSettings = {
  readonly clock?: { readonly realAt: number; readonly shownAt: number; readonly factor: number }
  readonly mutation?: SourceMutation
}

if (settings.mutation !== undefined) mutateSource(settings.mutation)
const passed = new Set<string>()
let deadly: string | undefined

watchEdges((point) => {
  // Not an exception and not an exit: nothing of ours runs after this line.
  if (point === deadly) process.kill(process.pid, 'SIGKILL')
  passed.add(point)
})
const clock = settings.clock && (await startFastClock(settings.clock))

process.on('message', (told: Told) => {
  process.send?.({ to: told.number, points: answer(told) } satisfies Answer)
})

function answer(told: Told): readonly string[] {
  if (told.kind === 'pass') clock?.pass(told.ms)
  if (told.kind === 'wake') clock?.wake()
  if (told.kind === 'die-at') deadly = told.point
  const points = [...passed]
  if (told.kind === 'clear-points') passed.clear()
  return points
}
