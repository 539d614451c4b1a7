// Holds a throw-away PostgreSQL for as long as its standard input stays open. Takes other settings
// as JSON, perhaps the address of a server whose standby it is, and on its input the words that
// `PostgresServer.do` names.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { waitUntil } from './patience.ts'
import {
  binariesIn,
  bringBinaries,
  clusterIn,
  copyCluster,
  handOver,
  preparePostgres,
  runAsOwner,
} from './prepared-postgres.ts'
import { testRun } from './test-run.ts'

const home = mkdtempSync(join(tmpdir(), 'tael-postgres-'))

/** Speed over safety: the data of a test run is worth nothing after a power cut. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: home,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  // In the data directory, because a server that is killed removes none of it from the machine's memory.
  dynamic_shared_memory_type: 'mmap',
  max_connections: '200',
  deadlock_timeout: '50ms',
  // It would work in the background whenever it likes; what a test leaves is thrown away.
  autovacuum: 'off',
  // A failed statement is often what a test wants; the log is read only when the start fails.
  log_min_messages: 'fatal',
  ...(JSON.parse(process.argv[2] ?? '{}') as Readonly<Record<string, string>>),
}
const PRIMARY = process.argv[3]
const START_TRIES = 3

const data = clusterIn(home)
// Ctrl-C reaches the whole terminal; the tests' own end closes our input and lets us clean up.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)

try {
  const prepared = testRun.postgresFolder
  handOver(home)
  if (PRIMARY === undefined && prepared === undefined) preparePostgres(home)
  else if (prepared === undefined) bringBinaries(home)
  else if (PRIMARY === undefined) copyCluster(prepared, home)
  const binaries = binariesIn(prepared ?? home)
  if (PRIMARY !== undefined) {
    runAsOwner(join(binaries, 'pg_basebackup'), home, [
      ...['--dbname', PRIMARY, '--pgdata', data, '--checkpoint', 'fast'],
      ...['--write-recovery-conf', '--no-sync'],
    ])
  }
  const port = await startAnywhere(binaries)
  process.stdout.write(`postgres://postgres@127.0.0.1:${port}/postgres\n`)
  let isRunning = true
  for await (const word of createInterface(process.stdin)) {
    if (word === 'start') start(binaries, port)
    if (word === 'halt') stop(binaries)
    if (word === 'kill') await killAll()
    if (word === 'freeze') signalAll('SIGSTOP')
    if (word === 'promote')
      runAsOwner(join(binaries, 'pg_ctl'), home, ['promote', '--wait', '--pgdata', data])
    isRunning = !['halt', 'kill'].includes(word)
    process.stdout.write('done\n')
  }
  if (isRunning) {
    // One that is frozen does not hear.
    signalAll('SIGCONT')
    stop(binaries)
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}

async function startAnywhere(binaries: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      start(binaries, port)
      return port
    } catch (error) {
      // Somebody may have taken the port between our look and the server's.
      if (attempt === START_TRIES) throw error
    }
  }
}

function start(binaries: string, port: number): void {
  const settings = Object.entries({ ...SETTINGS, port }).map(
    ([name, value]) => `-c ${name}='${value}'`,
  )
  const log = join(home, 'log')
  try {
    runAsOwner(join(binaries, 'pg_ctl'), home, [
      ...['start', '--wait', '--pgdata', data, '--log', log],
      ...['--options', settings.join(' ')],
    ])
  } catch (cause) {
    throw new Error(readFileSync(log, 'utf8'), { cause })
  }
}

function stop(binaries: string): void {
  runAsOwner(join(binaries, 'pg_ctl'), home, ['stop', '--pgdata', data, '--mode', 'immediate'])
}

/** To the server and each of its sessions. */
function signalAll(signal: NodeJS.Signals): void {
  const pid = postmaster()
  const sessions = spawnSync('pgrep', ['--parent', String(pid)], { encoding: 'utf8' }).stdout
  // The server first, or it would answer the death of a session.
  for (const each of [pid, ...sessions.trim().split('\n').map(Number)]) send(each, signal)
}

async function killAll(): Promise<void> {
  const pid = postmaster()
  signalAll('SIGKILL')
  await waitUntil('the server to be gone', () => !send(pid, 0))
}

/** Whether there is such a process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

function postmaster(): number {
  const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  // Zero and below name whole groups of processes.
  if (!Number.isInteger(pid) || pid < 2) throw new Error(`There is no server in ${data}`)
  return pid
}
