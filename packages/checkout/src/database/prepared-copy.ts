import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'

/** The same place for the source and the published package: both lie two folders below the package. */
const FOLDER = fileURLToPath(new URL('../../prepared/', import.meta.url))

/**
 * A database without any table, to start from: creating one takes several seconds of computing.
 * Undefined if this version of the engine has left no whole copy; then the engine creates one from scratch.
 */
export function readPreparedCopy(folder: string = FOLDER): Blob | undefined {
  try {
    // Refuses a broken or shortened copy: the packed form ends with a checksum and its length.
    const copy = gunzipSync(readFileSync(join(folder, fileName())))
    return new Blob([copy], { type: 'application/x-tar' })
  } catch {
    return undefined
  }
}

/** Makes the copy if there is no whole one, and removes those of other versions. */
export async function prepareCopy(folder: string = FOLDER): Promise<void> {
  if (readPreparedCopy(folder) !== undefined) return
  const engine = await PGlite.create()
  await engine.exec('checkpoint')
  const copy = await engine.dumpDataDir('none')
  await engine.close()
  mkdirSync(folder, { recursive: true })
  const aside = join(folder, `aside-${process.pid}`)
  writeFileSync(aside, gzipSync(new Uint8Array(await copy.arrayBuffer()), { level: 9 }))
  renameSync(aside, join(folder, fileName()))
  for (const file of readdirSync(folder)) {
    if (file.startsWith('pglite-') && file !== fileName()) rmSync(join(folder, file))
  }
}

/** Named after the engine that made it, so that no other version starts from it. */
function fileName(): string {
  const description = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  const { version } = JSON.parse(readFileSync(description, 'utf8')) as { readonly version: string }
  return `pglite-${version}.tar.gz`
}
