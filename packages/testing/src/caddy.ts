import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { isListening } from './is-listening.ts'
import { waitUntil } from './patience.ts'

const PLACES = ['/usr/local/bin/caddy', '/usr/bin/caddy', '/opt/homebrew/bin/caddy']

/** Where this machine's Caddy is, and its version, such as 2.11; undefined: it has none. */
export const machineCaddy = findCaddy()

function findCaddy(): { readonly path: string; readonly version: number } | undefined {
  const path = PLACES.find((place) => existsSync(place))
  if (path === undefined) return undefined
  const [, major, minor = ''] =
    /(\d+)\.(\d+)/.exec(execFileSync(path, ['version'], { encoding: 'utf8' })) ?? []
  return { path, version: Number(`${major}.${minor.padStart(2, '0')}`) }
}

export type Caddy = {
  readonly url: string
  readonly httpUrl: string
  /** The certificate that signed the one of `url`: for a name of this machine, Caddy makes both. */
  readonly authority: string
  readonly close: () => Promise<void>
}

/** Starts Caddy with the site of a Caddyfile, for this machine alone and on ports of its own. */
export async function startCaddy(
  path: string,
  { site, env }: { readonly site: string; readonly env: Readonly<Record<string, string>> },
): Promise<Caddy> {
  const directory = await mkdtemp(join(tmpdir(), 'tael-caddy-'))
  const [httpPort, httpsPort] = [await freePort(), await freePort()]
  const file = join(directory, 'Caddyfile')
  await writeFile(
    file,
    `{
	admin off
	skip_install_trust
	storage file_system ${directory}/storage
	default_bind 127.0.0.1
	http_port ${httpPort}
	https_port ${httpsPort}
}
${site}`,
  )
  const server = spawn(path, ['run', '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, HOME: directory, PATH: process.env['PATH'] ?? '' },
  })
  let said = ''
  server.stderr.on('data', (text) => (said += String(text)))
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const authority = await waitUntil('Caddy to listen, with a certificate', async () => {
    if (server.exitCode !== null) throw new Error(`Caddy ended: ${said}`)
    const isThere = said.includes('certificate obtained') && (await isListening(httpsPort))
    return isThere && readFile(join(directory, 'storage/pki/authorities/local/root.crt'), 'utf8')
  })
  return {
    url: `https://localhost:${httpsPort}`,
    httpUrl: `http://localhost:${httpPort}`,
    authority: authority || '',
    async close() {
      server.kill()
      await ended
      await rm(directory, { recursive: true })
    },
  }
}
