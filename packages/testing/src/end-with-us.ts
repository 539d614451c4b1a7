import type { ChildProcess } from 'node:child_process'

/** Asks a child to end when this process does, if nobody has before: a test that fails closes nothing. */
export function endWithUs<Child extends ChildProcess>(child: Child): Child {
  const end = (): void => void child.kill()
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return child
}
