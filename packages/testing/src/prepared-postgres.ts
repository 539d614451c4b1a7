import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { postgresBinaries } from './postgres-binaries.ts'
import { ownerOfServer } from './server-owner.ts'

const owner = ownerOfServer()

/** Makes in a folder what a throw-away server begins from: binaries that it may run, and a cluster without data. */
export function preparePostgres(folder: string): void {
  handOver(folder)
  bringBinaries(folder)
  runAsOwner(join(binariesIn(folder), 'initdb'), folder, [
    ...['--pgdata', clusterIn(folder), '--username', 'postgres', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
  ])
}

export function clusterIn(folder: string): string {
  return join(folder, 'cluster')
}

export function binariesIn(folder: string): string {
  const brought = join(folder, 'postgres', 'bin')
  return existsSync(brought) ? brought : postgresBinaries()
}

/** Binaries from npm may lie in a home directory that the server's user cannot enter. */
export function bringBinaries(folder: string): void {
  const binaries = postgresBinaries()
  if (owner === undefined || !binaries.includes('node_modules')) return
  const options = { recursive: true, verbatimSymlinks: true }
  cpSync(dirname(binaries), join(folder, 'postgres'), options)
  chmodSync(folder, 0o755)
}

/** A tenth of what making a cluster costs. */
export function copyCluster(from: string, to: string): void {
  const data = clusterIn(to)
  cpSync(clusterIn(from), data, { recursive: true })
  // PostgreSQL starts on no folder that others may read.
  chmodSync(data, 0o700)
  handOver(data, ...readdirSync(data, { recursive: true }).map((path) => join(data, String(path))))
}

/** Gives these to the user that the server runs as. */
export function handOver(...paths: readonly string[]): void {
  if (owner !== undefined) for (const path of paths) chownSync(path, owner.uid, owner.gid)
}

export function runAsOwner(command: string, folder: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    // pg_ctl passes its outputs on to the server, and a pipe would then never end.
    stdio: args[0] === 'start' ? 'ignore' : 'pipe',
    ...owner,
  })
  if (status === 0) return
  throw new Error(`${command} failed: ${stderr}${stdout}`, { cause: error })
}
