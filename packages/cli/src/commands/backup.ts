import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { createLog, openDatabase, restoreBackup, RestoreError, systemClock } from '@tael/checkout'
import type { Config } from '../config.ts'
import { openBackup } from '../open-backup.ts'
import { fail, say } from '../output.ts'
import { withOperatorApi } from './operator-api.ts'
import { readConfig } from './serve.ts'

/** `tael backup`: writes the whole database into a file that only its owner may read. */
export async function backup(file: string): Promise<void> {
  const unfinished = `${file}.part`
  await withOperatorApi('/v1/backup', async (response) => {
    if (response.status !== 200 || response.body === null) {
      fail('failure', `The server refused the backup: ${await response.text()}`)
    }
    try {
      const lines = Readable.fromWeb(response.body as never)
      await pipeline(lines, createGzip(), createWriteStream(unfinished, { mode: 0o600 }))
      await rename(unfinished, file)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  })
  say(
    `${file} holds every row. Credentials in it are sealed: keep TAEL_SECRET in another place, and without it the backup is of no use. Payments, references and metadata are in plain text.`,
  )
}

/** `tael restore`: fills a new database from a backup. */
export async function restore(file: string): Promise<void> {
  const config = readConfig()
  try {
    // Before the database, which is made by opening it.
    const lines = await openBackup(file)
    const { taken_at: takenAt } = await fillDatabase(config, lines)
    say(
      `Restored as of ${takenAt}. Before you refund anything, start Tael and a reconciliation from then until now: docs/backups.md says why.`,
    )
  } catch (error) {
    if (error instanceof RestoreError) fail('failure', `Nothing was restored. ${error.message}`)
    throw error
  }
}

async function fillDatabase(
  { database: location, logLevel }: Config,
  lines: AsyncIterable<string>,
): ReturnType<typeof restoreBackup> {
  const log = createLog({ clock: systemClock, level: logLevel })
  const database = await openDatabase(location, { clock: systemClock, random: Math.random, log })
  try {
    return await restoreBackup({ database, clock: systemClock, randomBytes }, lines)
  } finally {
    await database.close()
  }
}
