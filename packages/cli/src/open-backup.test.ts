import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { RestoreError } from '@tael/checkout'
import { openBackup } from './open-backup.ts'

const HEAD = '{"tael":"backup","version":1,"taken_at":"2026-03-02T00:00:00.000Z","migrations":[]}'
const ROWS = Array.from({ length: 5_000 }, (_, number) => `payment\t{"id":"é-${number}"}`)
const WHOLE = gzipSync([HEAD, ...ROWS].join('\n'))

describe('a file to restore', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tael-backup-'))
  })
  after(() => rm(folder, { recursive: true }))

  const read = async (content: Uint8Array | string): Promise<readonly string[]> => {
    const file = join(folder, 'backup.gz')
    await writeFile(file, content)
    const lines: string[] = []
    for await (const line of await openBackup(file)) lines.push(line)
    return lines
  }
  const refused = (work: Promise<unknown>, message: RegExp): Promise<void> =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof RestoreError, String(error))
      assert.match(error.message, message)
      return true
    })

  it('is read line by line', async () => {
    assert.deepEqual(await read(WHOLE), [HEAD, ...ROWS])
    assert.deepEqual(await read(gzipSync(`${HEAD}\n`)), [HEAD])
  })

  it('is refused if it is not there, not packed, cut short, or not of Tael', async () => {
    await refused(openBackup(join(folder, 'mistyped.gz')), /mistyped\.gz cannot be read: ENOENT/)
    await refused(openBackup(folder), /cannot be read: EISDIR/)
    await refused(read(HEAD), /backup\.gz is no whole file of tael backup: incorrect header/)
    await refused(read(WHOLE.subarray(0, -9)), /is no whole file of tael backup: unexpected end/)
    for (const other of ['', '{"name":"x"}', '[1]\n']) {
      await refused(read(gzipSync(other)), /This is not a backup of Tael/)
    }
  })
})
