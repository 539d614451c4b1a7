import assert from 'node:assert/strict'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { runPart, startPart } from '../../../test/support/child-process.ts'
import { TEST_RUNTIME } from '../../../test/support/database.ts'
import { readWritten } from '../../../test/support/written.ts'
import { type Database, openDatabase } from '../database.ts'
import { openDurable } from './durable.ts'

describe('an embedded database in a directory', () => {
  let folder: string
  let directory: string
  let volume: number
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tael-durable-'))
    directory = join(folder, 'data')
    // What a first start that was killed leaves behind.
    const killed = join(directory, 'pg.first-start')
    mkdirSync(killed, { recursive: true })
    writeFileSync(join(killed, 'PG_VERSION'), '18')
    mkdirSync(join(directory, 'lost+found'))
    volume = statSync(directory).ino
    await (await open()).close()
  })
  after(() => {
    rmSync(folder, { recursive: true })
  })

  function open(at: string = directory): Promise<Database> {
    return openDatabase({ directory: at }, TEST_RUNTIME)
  }

  test('is created under a temporary name, then renamed; leftovers of a killed first start are replaced', () => {
    assert.ok(existsSync(join(directory, 'pg', 'PG_VERSION')))
    assert.deepEqual(readdirSync(directory).sort(), ['lost+found', 'pg', 'tael.lock'])
    assert.deepEqual(readdirSync(folder), ['data'])
  })

  test('may lie in a volume, which cannot be replaced and is not quite empty', () => {
    assert.equal(statSync(directory).ino, volume)
  })

  test('is refused, with what to do, if its directory cannot be made', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await assert.rejects(open(join(file, 'data')), /cannot be written \(ENOTDIR.*TAEL_DATA/)
    await assert.rejects(open(file), /cannot be written \(EEXIST.*TAEL_DATA/)
    rmSync(file)
  })

  test('syncs each commit, and nothing for a read', async () => {
    const { engine, files, release } = await openDurable(directory, () => undefined)
    await engine.exec('create table if not exists synced (n integer)')
    for (let n = 1; n <= 20; n++) {
      const earlier = files.syncs
      await engine.query('insert into synced values ($1)', [n])
      assert.ok(files.syncs > earlier, `commit ${n}`)
    }
    const earlier = files.syncs
    await engine.query('select count(*) from synced')
    assert.equal(files.syncs, earlier)
    await engine.close()
    release()
  })

  test('belongs to one process: a second one is refused, whatever happens to the first', async (t) => {
    const holder = startPart('hold', directory)
    t.after(() => holder.kill('SIGKILL'))
    await once(createInterface(holder.stdout), 'line')

    const second = await runPart('hold', directory)
    assert.notEqual(second.code, 0)
    assert.ok(
      second.errors.includes(`The data directory ${directory} is in use by another process`),
    )
    await assert.rejects(open(), /is in use by another process/)

    holder.kill('SIGKILL')
    await once(holder, 'exit')
    await (await open()).close()
  })

  test('is the same database by every path that leads to it', async () => {
    const link = join(folder, 'link')
    symlinkSync(directory, link)
    const first = await open()
    await assert.rejects(open(link), /is in use by another process/)
    await first.close()
    rmSync(link)
  })

  test('stays where an earlier version made it, and is not shared with one that still runs', async () => {
    const early = join(folder, 'early')
    cpSync(join(directory, 'pg'), early, { recursive: true })
    await (await open(early)).close()
    assert.ok(!existsSync(join(early, 'pg')))

    const earlier = new DatabaseSync(`${early}.lock`)
    earlier.exec('pragma locking_mode = exclusive; begin exclusive')
    await assert.rejects(open(early), /is in use by another process/)
    earlier.close()
    await (await open(early)).close()
    for (const path of [early, `${early}.lock`]) rmSync(path, { recursive: true })
  })

  test('can be opened once at a time within a process as well', async () => {
    const first = await open()
    await assert.rejects(open(), /is in use by another process/)
    await first.close()
    await (await open()).close()
  })

  test('keeps every commit that was acknowledged before a kill, whole', async () => {
    const acknowledged = await writeThenKill(directory, 100)

    const database = await open()
    const written = await readWritten(database)
    await database.close()
    assert.ok(written.last >= acknowledged, `${written.last} of ${acknowledged}`)
    assert.equal(written.isWhole, true)
  })

  test('ends the process when a sync fails, and acknowledges nothing more', async () => {
    const { code, output, errors } = await runPart('write-to-failing-disk', directory)
    assert.notEqual(code, 0)
    assert.equal(output, '')
    assert.match(errors, /could not be written to disk \(.*: EIO: i\/o error, fdatasync\)/)

    await (await open()).close()
  })

  test('ends the process when its log has no room, and acknowledges nothing more', async () => {
    const { code, output, errors } = await runPart('write-to-full-disk', directory)
    assert.notEqual(code, 0)
    assert.equal(output, '')
    assert.match(errors, /could not be written to disk \(.*pg_wal.*Is the disk full\?/)

    await (await open()).close()
  })

  test('continues without a checkpoint while there is no room for one', async () => {
    const { code, output } = await runPart('maintain-without-room', directory)
    assert.equal(code, 0)
    const [before, refused, after] = output.trim().split('\n')
    assert.match(refused ?? '', /has 3 MB left.*Make room/)
    assert.equal(Number(after), Number(before) + 1)
  })

  test('frees the room of overwritten rows during maintenance', async () => {
    const database = await open()
    await sql`create table busy (n integer)`.execute(database.db)
    await sql`insert into busy select generate_series(1, 20000)`.execute(database.db)
    const churn = async () => {
      await sql`update busy set n = n + 1`.execute(database.db)
      await database.maintain()
      const { rows } = await sql<{ bytes: number; checkpoint: string }>`
        select pg_relation_size('busy') as bytes, checkpoint_lsn::text as checkpoint
          from pg_control_checkpoint()`.execute(database.db)
      return rows[0]
    }
    await churn()
    const earlier = await churn()
    const later = await churn()
    assert.ok(later !== undefined && earlier !== undefined)
    assert.ok(later.bytes < earlier.bytes * 1.2, `${earlier.bytes} became ${later.bytes}`)
    assert.notEqual(later.checkpoint, earlier.checkpoint)

    await database.maintain()
    const { rows } = await sql<{ checkpoint: string }>`
      select checkpoint_lsn::text as checkpoint from pg_control_checkpoint()`.execute(database.db)
    assert.equal(rows[0]?.checkpoint, later.checkpoint, 'nothing was written, so nothing is done')
    await database.close()
  })
})

/** Kills a writing process after it has acknowledged so many commits, and returns the last of them. */
async function writeThenKill(directory: string, commits: number): Promise<number> {
  const writer = startPart('write', directory)
  let first: number | undefined
  let last = 0
  for await (const line of createInterface(writer.stdout)) {
    last = Number(line)
    first ??= last
    // It continues to write until the signal arrives: the kill falls between any two of its steps.
    if (last - first >= commits) writer.kill('SIGKILL')
  }
  return last
}
