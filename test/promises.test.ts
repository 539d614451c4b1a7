import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'

const ROOT = new URL('..', import.meta.url)
/** `- file: name of a test` */
const PROOF = /^- `(?<file>[^`]+)`: (?<name>.+)$/gm

it('docs/promises.md names tests that exist', async () => {
  const page = await readFile(new URL('docs/promises.md', ROOT), 'utf8')
  const proofs = [...page.matchAll(PROOF)].flatMap(({ groups }) => (groups ? [groups] : []))
  assert.ok(proofs.length > 40)
  for (const { file = '', name = '' } of proofs) {
    const url = new URL(file, ROOT)
    assert.ok(existsSync(url), `${file} is not there`)
    const source = await readFile(url, 'utf8')
    assert.ok(source.includes(`'${name}'`), `${file} has no test '${name}'`)
  }
})
