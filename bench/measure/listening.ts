import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own. */
export type Listening = { readonly pid: number; readonly stop: () => Promise<void> }

/** Resolves when it says its first line, which is that it listens. */
export async function listening(child: ChildProcess): Promise<Listening> {
  const ended = once(child, 'exit')
  if (child.stdout === null) throw new Error('A child has its outputs')
  await Promise.race([once(child.stdout, 'data'), ended])
  if (child.exitCode !== null) throw new Error('The server ended before it listened')
  child.stdout.resume()
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
