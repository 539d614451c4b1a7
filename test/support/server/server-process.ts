import { spawn, type ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ChildSettings } from './child/preload.ts'
import type { Answer, Message } from './messages.ts'

const MAIN = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url))
/** Watches every step of the server, so that it can be killed at each. */
const WATCHING = new URL('child/preload.ts', import.meta.url).href
/** Most of a start is compiling; this halves it. */
const COMPILED = process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'tael-server-compiled')
const KEPT_LINES = 200

export type ServerOptions = {
  /** What `tael serve` reads. */
  readonly env: Readonly<Record<string, string>>
  readonly settings?: ChildSettings
  /** The module in front of the server, where it is not to be watched: watching takes time. */
  readonly preload?: string
  /** The program, where it is not this version's. */
  readonly main?: string
}

/** How a process ended: by its own code, or by a signal. */
type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** One `tael serve`, a real process. */
export type ServerProcess = {
  readonly pid: number
  /** Resolves when it listens; rejects when it ends before that. */
  readonly listens: Promise<void>
  readonly ended: Promise<End>
  /** What it has said last, on both outputs. */
  readonly said: () => string
  /** Undefined when it ends before it has answered. */
  readonly tell: (message: Message) => Promise<readonly string[] | undefined>
  readonly kill: (signal?: NodeJS.Signals) => void
}

export function startServer(options: ServerOptions): ServerProcess {
  const child = runTael(['serve'], options)
  const lines: string[] = []
  const listening = Promise.withResolvers<undefined>()
  const { promise: ended, resolve: end } = Promise.withResolvers<End>()
  const waiting = new Map<number, (points: readonly string[] | undefined) => void>()
  let lastNumber = 0

  for (const output of [child.stdout, child.stderr]) {
    if (output === null) continue
    createInterface(output).on('line', (line) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
      if (line.includes('"event":"checkout.started"')) listening.resolve(undefined)
    })
  }
  child.on('message', (answer: Answer) => {
    waiting.get(answer.to)?.(answer.points)
    waiting.delete(answer.to)
  })
  child.on('close', (code, signal) => {
    listening.reject(new Error(`tael serve ended before it listened:\n${lines.join('\n')}`))
    waiting.forEach((resolve) => resolve(undefined))
    end({ code, signal })
  })
  // Only callers that wait for it learn of it.
  listening.promise.catch(() => undefined)

  return {
    pid: child.pid ?? 0,
    listens: listening.promise,
    ended,
    said: () => lines.join('\n'),
    tell(message) {
      const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>()
      const number = ++lastNumber
      waiting.set(number, resolve)
      child.send({ ...message, number }, (error) => {
        if (error !== null) resolve(undefined)
      })
      return promise
    },
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  }
}

/** `tael` from its source, behind the preload. */
export function runTael(
  args: readonly string[],
  { env, settings = {}, preload = WATCHING, main = MAIN }: ServerOptions,
): ChildProcess {
  return spawn(
    process.execPath,
    ['--conditions=@tael/source', '--import', preload, main, ...args],
    {
      env: {
        ...env,
        PATH: process.env['PATH'] ?? '',
        NODE_COMPILE_CACHE: COMPILED,
        SERVER_CHILD: JSON.stringify(settings),
      },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    },
  )
}
