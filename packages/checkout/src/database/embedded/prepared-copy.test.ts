import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { testRun } from '@tael/testing/test-run'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { type Embedded, openEmbedded } from './embedded.ts'
import { prepareCopy, readPreparedCopy } from './prepared-copy.ts'

const RUNTIME = { clock: systemClock, log: silentLog }

describe('the prepared copy of a database', () => {
  let folder: string
  let prepared: string
  let file: string
  let whole: Buffer
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tael-prepared-'))
    prepared = join(folder, 'prepared')
    // The one that `npm ci` has made for this clone: another would cost seconds of computing.
    cpSync(new URL('../../../prepared/', import.meta.url), prepared, { recursive: true })
    writeFileSync(join(prepared, 'pglite-0.0.1.tar.gz'), '')
    await prepareCopy(RUNTIME, prepared)
    file = join(prepared, readdirSync(prepared).join())
    whole = readFileSync(file)
  })
  after(() => {
    rmSync(folder, { recursive: true })
  })

  test('is the one file of its folder, small, and named after the engine', () => {
    assert.match(file, /pglite-\d+\.\d+\.\d+-[0-9a-f]{12}\.tar\.gz$/)
    assert.ok(whole.length < 6 * 2 ** 20, `${whole.length} bytes`)
  })

  test('is kept while it is whole', async () => {
    await prepareCopy(RUNTIME, prepared)
    assert.deepEqual(readFileSync(file), whole)
  })

  test('is the start of a database, in memory and in a directory', async () => {
    const readCopy = () => readPreparedCopy(prepared)
    const inMemory = await identify(await openEmbedded({ memory: true }, readCopy))
    const inDirectory = await identify(
      await openEmbedded({ directory: join(folder, 'data') }, readCopy),
    )
    // Made once, when the engine makes a database anew.
    assert.equal(inDirectory, inMemory)
  })

  test('is not used when it is broken, cut short or of another version', () => {
    const changed = Buffer.from(whole)
    changed[whole.length >> 1] = (whole[whole.length >> 1] ?? 0) ^ 1
    const broken = [changed, whole.subarray(0, -1), whole.subarray(0, whole.length >> 1), '']
    for (const bytes of broken) {
      writeFileSync(file, bytes)
      assert.equal(readPreparedCopy(prepared), undefined)
    }
    rmSync(file)
    writeFileSync(join(prepared, 'pglite-0.0.1.tar.gz'), whole)
    assert.equal(readPreparedCopy(prepared), undefined)
    writeFileSync(file, whole)
    assert.ok(readPreparedCopy(prepared))
  })

  // `npm ci` has just done so; to do it again costs a dozen seconds of computing.
  const skip = !testRun.isThorough && 'npm run prove does it'
  test('is not needed: without one a database is created from scratch', { skip }, async () => {
    const none = () => readPreparedCopy(join(folder, 'nothing'))
    const anew = await identify(await openEmbedded({ directory: join(folder, 'anew') }, none))
    const copied = await identify(
      await openEmbedded({ memory: true }, () => readPreparedCopy(prepared)),
    )
    assert.notEqual(anew, copied)
  })
})

/** The number that the engine gives to each database that it makes anew. Closes the database. */
async function identify(embedded: Embedded): Promise<string | undefined> {
  const pool = createPool({ ...embedded.poolConfig, max: 1 }, silentLog)
  const { rows } = await pool.query<{ id: string }>(
    'select system_identifier::text as id from pg_control_system()',
  )
  await pool.end()
  await embedded.close()
  return rows[0]?.id
}
