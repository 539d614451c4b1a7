import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitUntil } from './patience.ts'

const PLACES = [
  '/usr/sbin/nginx',
  '/usr/local/sbin/nginx',
  '/usr/bin/nginx',
  '/opt/homebrew/bin/nginx',
]

/** Where this machine's nginx is; undefined: it has none. */
export const nginxPath: string | undefined = PLACES.find((path) => existsSync(path))

/** Starts nginx in the foreground on a port, with these locations in its one server. */
export async function startNginx(
  path: string,
  { port, locations }: { readonly port: number; readonly locations: string },
): Promise<{ readonly readLog: () => Promise<string>; readonly close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'tael-nginx-'))
  const file = join(directory, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/${kind};`)
    .join(' ')
  await writeFile(
    file,
    `daemon off; pid ${directory}/pid; error_log stderr; events {}
http { access_log ${directory}/access.log; ${temporary} server { listen 127.0.0.1:${port}; ${locations} } }`,
  )
  const server = spawn(path, ['-p', directory, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  server.stderr.on('data', (text) => (said += String(text)))
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await waitUntil('nginx to listen', async () => {
    if (server.exitCode !== null) throw new Error(`nginx ended: ${said}`)
    return (await fetch(`http://127.0.0.1:${port}/`)).status > 0
  })
  return {
    readLog: () => readFile(`${directory}/access.log`, 'utf8'),
    async close() {
      server.kill()
      await ended
      await rm(directory, { recursive: true })
    },
  }
}
