import { readFileSync } from 'node:fs'

/** The same place for the source and the published package: both lie two folders below the package. */
const DESCRIPTION = new URL('../../package.json', import.meta.url)

/** This version of Tael. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as { readonly version: string }
  return version
}
