import { readFileSync } from 'node:fs'
import type { Script } from './frame.ts'

const read = new Map<Script, string>()

/** A script of the dashboard. Read from the package once. */
export function dashboardScript(name: Script): string {
  const body =
    read.get(name) ?? readFileSync(new URL(`../browser/${name}`, import.meta.url), 'utf8')
  read.set(name, body)
  return body
}
