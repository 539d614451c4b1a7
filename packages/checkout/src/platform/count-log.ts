import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Names of ours; some lines of the client are sentences. */
const NAME = /^[a-z_]+\.[a-z_.]+$/

/** The same log, and each of its lines counted by its name. */
export function countLog(log: Log, metrics: Pick<Metrics, 'logged'>): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (event, fields) => {
      if (NAME.test(event)) metrics.logged(level, event)
      log[level](event, fields)
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => countLog(log.with(fields), metrics),
  }
}
