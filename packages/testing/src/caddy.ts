import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { isListening } from './is-listening.ts'
import { startProgram } from './start-program.ts'

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
  const [httpPort, httpsPort] = [await freePort(), await freePort()]
  const prepare = async (folder: string): Promise<readonly string[]> => {
    const file = join(folder, 'Caddyfile')
    await writeFile(
      file,
      `{
	admin off
	skip_install_trust
	storage file_system ${folder}/storage
	default_bind 127.0.0.1
	http_port ${httpPort}
	https_port ${httpsPort}
}
${site}`,
    )
    return ['run', '--config', file]
  }
  const authorityIn = (folder: string): Promise<string> =>
    readFile(join(folder, 'storage/pki/authorities/local/root.crt'), 'utf8')
  const isUp = async (folder: string, said: string): Promise<boolean> =>
    said.includes('certificate obtained') &&
    (await isListening(httpsPort)) &&
    (await authorityIn(folder)) !== ''
  const { folder, close } = await startProgram(path, prepare, { name: 'Caddy', isUp, env })
  return {
    url: `https://localhost:${httpsPort}`,
    httpUrl: `http://localhost:${httpPort}`,
    authority: await authorityIn(folder),
    close,
  }
}
