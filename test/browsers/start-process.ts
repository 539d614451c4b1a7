import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { PATIENCE_MS } from '@tael/testing/patience'

const KEPT_CHARACTERS = 4_000

/** A process that ends with all that it has started, at the latest when this one does. */
export type StartedProcess = {
  /** Waits for what it says of itself, on either output. */
  readonly says: (words: RegExp) => Promise<string>
  readonly stop: () => Promise<void>
}

/** The first of these commands that is on this machine: a name on the PATH, or a path. */
export function findCommand(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = names.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  )
  return paths.find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function startProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): StartedProcess {
  // A group of its own, so that a browser's many processes end together.
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  let hear: () => void = () => undefined
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-KEPT_CHARACTERS)
      hear()
    })
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? String(code)}`))
  })
  const killAll = (): void => kill(child)
  process.once('exit', killAll)

  return {
    says(words) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const giveUp = (why: string): void =>
        reject(new Error(`${command} did not start: ${why}. It said: ${said.trim() || 'nothing'}`))
      const timer = setTimeout(giveUp, PATIENCE_MS, `nothing for ${PATIENCE_MS / 1000} s`)
      hear = () => {
        const found = words.exec(said)
        if (found !== null) resolve(found[1] ?? found[0])
      }
      hear()
      void ended.then(giveUp)
      return promise.finally(() => {
        clearTimeout(timer)
        hear = () => undefined
      })
    },
    async stop() {
      process.off('exit', killAll)
      kill(child)
      await ended
    },
  }
}

/** The whole group, by the number of the process that leads it. */
function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // All of it has ended already.
  }
}

/** A folder for a browser's home; gone with this process at the latest. */
export async function temporaryFolder(
  name: string,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `tael-${name}-`))
  const options = { recursive: true, force: true, maxRetries: 5 } as const
  const removeNow = (): void => rmSync(path, options)
  process.once('exit', removeNow)
  return {
    path,
    async remove() {
      process.off('exit', removeNow)
      await rm(path, options)
    },
  }
}
