// A process of its own, for tests that need two of them, or one to kill.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import type { Part } from './child-process.ts'

const [part, place = ''] = process.argv.slice(2)
const parts: Record<Part, () => Promise<void>> = {
  async migrate() {
    const database = await open({ url: place })
    say(JSON.stringify(await database.migrate()))
    await database.close()
  },

  async hold() {
    const database = await open({ directory: place })
    say(`holding in ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`)
    await text(process.stdin)
    await database.close()
  },

  async write() {
    await write(await open({ directory: place }), Infinity)
  },

  async 'write-to-failing-disk'() {
    const database = await open({ directory: place })
    fs.fdatasyncSync = () => {
      throw new Error('EIO: i/o error, fdatasync')
    }
    syncBuiltinESMExports()
    await write(database, 10)
  },

  async 'write-to-full-disk'() {
    const database = await open({ directory: place })
    const { writeSync } = fs
    fs.writeSync = ((file: number, text: string) => {
      if (file > 2) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
      return writeSync(file, text)
    }) as typeof writeSync
    syncBuiltinESMExports()
    await write(database, 10)
  },

  async 'maintain-without-room'() {
    const database = await open({ directory: place })
    fs.statfsSync = (() => ({ bavail: 1000, bsize: 4096 })) as unknown as typeof fs.statfsSync
    syncBuiltinESMExports()
    await write(database, 1)
    say(await database.maintain().then(() => 'maintained', String))
    await write(database, 1)
    await database.close()
  },
}
await parts[part as Part]()

function open(location: { url: string } | { directory: string }): Promise<Database> {
  return openDatabase(location, { clock: systemClock, random: () => 0.5, log: silentLog })
}

/** Says each number after its transaction is committed: two rows that belong together. */
async function write(database: Database, transactions: number): Promise<void> {
  const { db } = database
  await sql`create table if not exists written (n bigint primary key, is_whole boolean)`.execute(db)
  await sql`create table if not exists written_too (n bigint primary key)`.execute(db)
  const { rows } = await sql<{ n: number }>`select coalesce(max(n), 0) as n from written`.execute(
    db,
  )
  const start = rows[0]?.n ?? 0
  for (let n = start + 1; n <= start + transactions; n++) {
    await inTransaction(database, async (transaction) => {
      await sql`insert into written values (${n}, false)`.execute(transaction)
      await sql`insert into written_too values (${n})`.execute(transaction)
      await sql`update written set is_whole = true where n = ${n}`.execute(transaction)
    })
    say(String(n))
    if (n % 150 === 0) await database.maintain()
  }
}

function say(line: string): void {
  fs.writeSync(1, `${line}\n`)
}
