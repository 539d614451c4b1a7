import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '@tael/testing/free-port'
import { waitUntil } from '@tael/testing/patience'
import { commandOf, healthCheck, readDockerfile, ROOT } from './read-dockerfile.ts'

/** Nobody in particular: no file belongs to them but the data. */
const NOBODY = 65_534

/**
 * Runs the steps of the Dockerfile in an empty folder, without Docker, and starts what the image starts, as
 * somebody who is not root. Returns what is wrong. `npm ci` is left out: this clone has been installed.
 */
export async function runImage(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tael-image-'))
  const [packed, tael, data] = ['packed', 'tael', 'data'].map((name) => join(folder, name))
  if (packed === undefined || tael === undefined || data === undefined) return []
  mkdirSync(tael)
  mkdirSync(data)
  const steps = readDockerfile().filter(
    ({ name, text }) => name === 'RUN' && !/npm ci|install --directory/.test(text),
  )
  for (const { text } of steps) {
    const cwd = text.startsWith('npm init') ? tael : ROOT
    execFileSync('sh', ['-c', text.replaceAll('/packed', packed)], { cwd, stdio: 'ignore' })
  }

  const isRoot = process.getuid?.() === 0
  if (isRoot) {
    chownSync(data, NOBODY, NOBODY)
    execFileSync('chmod', ['-R', 'a+rX', folder])
  }
  const port = await freePort()
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    TAEL_HOST: '0.0.0.0',
    PORT: String(port),
    TAEL_DATA: data,
    TAEL_PUBLIC_URL: 'https://pay.example.com',
    TAEL_SECRET: 'a server secret that is used in tests only',
  }
  const child = spawn(process.execPath, [...commandOf('ENTRYPOINT'), ...commandOf('CMD')], {
    cwd: tael,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  })
  const said: string[] = []
  for (const output of [child.stdout, child.stderr]) {
    createInterface(output).on('line', (line) => said.push(line))
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  try {
    const isHealthy = () => spawnSync(process.execPath, healthCheck(), { env }).status === 0
    if (isHealthy()) return ['it is healthy before it has started']
    await waitUntil(
      'the container to be healthy, or to end',
      () => isHealthy() || child.exitCode !== null,
      (is) => is,
    )
    child.kill('SIGTERM')
    const code = await ended
    return code === 0 ? [] : [`it ended with ${code}: ${said.join('\n')}`]
  } finally {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  }
}
