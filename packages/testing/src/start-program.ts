import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs } from './end-with-us.ts'
import { waitUntil } from './patience.ts'

/** A program of this machine, in a folder of its own that is gone when it is closed. */
export type StartedProgram = { readonly folder: string; readonly close: () => Promise<void> }

type Options = {
  /** As a person calls it. */
  readonly name: string
  /** Whether the program serves. `said` is what it has written to its error output. */
  readonly isUp: (folder: string, said: string) => Promise<boolean>
  readonly env?: Readonly<Record<string, string>>
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined
}

/** Starts a program that stays in the foreground. What it reads is written into its folder first. */
export async function startProgram(
  path: string,
  prepare: (folder: string) => Promise<readonly string[]>,
  { name, isUp, env = {}, owner }: Options,
): Promise<StartedProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'tael-program-'))
  const program = endWithUs(
    spawn(path, await prepare(folder), {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
      ...owner,
    }),
  )
  let [said, hasEnded] = ['', false]
  program.stderr.on('data', (text) => (said += String(text)))
  const ended = new Promise<void>((resolve) => {
    program.once('error', ({ message }) => (said += message))
    program.once('close', () => {
      hasEnded = true
      resolve()
    })
  })
  const close = async (): Promise<void> => {
    program.kill()
    await ended
    await rm(folder, { recursive: true })
  }
  // A look that fails is repeated, so that the end of the program is no failure of a look.
  await waitUntil(`${name} to be up`, async () => hasEnded || (await isUp(folder, said)))
  if (hasEnded) {
    await close()
    throw new Error(`${name} has ended: ${said.trim() || 'it did not say why'}`)
  }
  return { folder, close }
}
