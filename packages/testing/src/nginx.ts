import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startProgram } from './start-program.ts'

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
  const prepare = async (folder: string): Promise<readonly string[]> => {
    const file = join(folder, 'nginx.conf')
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
      .join(' ')
    await writeFile(
      file,
      `daemon off; pid ${folder}/pid; error_log stderr; events {}
http { access_log ${folder}/access.log; ${temporary} server { listen 127.0.0.1:${port}; ${locations} } }`,
    )
    return ['-p', folder, '-c', file]
  }
  const isUp = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/`)).status > 0
  const { folder, close } = await startProgram(path, prepare, { name: 'nginx', isUp })
  return { readLog: () => readFile(join(folder, 'access.log'), 'utf8'), close }
}
