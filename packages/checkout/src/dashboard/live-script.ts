import { readFileSync } from 'node:fs'

let script: string | undefined

/** The one script of the dashboard. Read from the package once. */
export function liveScript(): string {
  script ??= readFileSync(new URL('browser/live.js', import.meta.url), 'utf8')
  return script
}
