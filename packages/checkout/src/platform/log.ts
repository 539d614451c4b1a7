import { pino } from 'pino'
import type { Clock } from './clock.ts'
import { redact } from './redact.ts'

/** What happened, by its name, with the things it happened to. */
export interface Log {
  /** The wire, for a close look. */
  debug(event: string, fields?: Fields): void
  /** A state changed. */
  info(event: string, fields?: Fields): void
  /** Resolved without help; look later. */
  warn(event: string, fields?: Fields): void
  /** A person is needed now. */
  error(event: string, fields?: Fields): void
  /** A log that adds these fields to every line. */
  with(fields: Fields): Log
}

export type Fields = Readonly<Record<string, unknown>>

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/**
 * Writes one line of JSON for each event, its name before its fields.
 * Replaces secrets and identities on the way out, at any depth, so no caller can forget it.
 */
export function createLog(options: {
  readonly clock: Clock
  readonly level?: LogLevel
  /** Where the lines go; default: the standard output. */
  readonly write?: (line: string) => void
}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    timestamp: () => `,"time":"${options.clock.now().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const { write } = options
  return logTo(write === undefined ? pino(settings) : pino(settings, { write }), {})
}

/** A log that keeps silent. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  with: () => silentLog,
}

function logTo(target: pino.Logger, always: Fields): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: Fields = {}): void => {
      if (target.isLevelEnabled(level))
        target[level]({ event, ...redact({ ...always, ...fields }) })
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => logTo(target, { ...always, ...fields }),
  }
}

function ignore(): void {
  // `silent` was requested.
}
