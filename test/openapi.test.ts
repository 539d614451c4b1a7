import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { it } from 'node:test'
import { describeOnEachDatabase } from '../packages/checkout/src/testing/database.ts'
import { openTestCheckout } from '../packages/checkout/src/testing/checkout.ts'

const FILE = new URL('../docs/openapi.json', import.meta.url)

describeOnEachDatabase('docs/openapi.json', (database) => {
  it('says what the server says (UPDATE_DOCS=1 writes it)', async () => {
    const response = await openTestCheckout(database()).fetch(
      new Request('https://pay.example.com/openapi.json'),
    )
    const said = `${JSON.stringify(await response.json(), undefined, 2)}\n`
    if (process.env['UPDATE_DOCS'] === '1') await writeFile(FILE, said)
    assert.equal(await readFile(FILE, 'utf8'), said)
  })
})
