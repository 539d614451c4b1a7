import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { it } from 'node:test'
import {
  openTestCheckout,
  OPERATOR_KEY,
  TEST_ACCOUNT,
} from '../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'

const FILE = new URL('../docs/openapi.json', import.meta.url)

type Operation = { readonly responses: object; readonly security: readonly object[] }
type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

describeOnDatabase('docs/openapi.json', (database) => {
  it('says what the server says (UPDATE_DOCS=1 writes it)', async () => {
    const response = await openTestCheckout(database()).fetch(
      new Request('https://pay.example.com/openapi.json'),
    )
    const said = `${JSON.stringify(await response.json(), undefined, 2)}\n`
    if (process.env['UPDATE_DOCS'] === '1') await writeFile(FILE, said)
    assert.equal(await readFile(FILE, 'utf8'), said)
  })

  it('names every answer that a route gives', async () => {
    const checkout = openTestCheckout(database())
    const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
    const { paths } = JSON.parse(await readFile(FILE, 'utf8')) as Described
    const type = { 'content-type': 'application/json' }
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { responses, security }] of Object.entries(operations)) {
        const isOperators = security.some((each) => 'operatorKey' in each)
        const authorization = `Bearer ${isOperators ? OPERATOR_KEY : apiKey}`
        const url = `https://pay.example.com${path.replaceAll(/{\w+}/g, 'unknown')}`
        const ask = async (headers: Record<string, string>, body?: string, query = '') => {
          const given = method === 'get' || body === undefined ? {} : { body }
          const request = new Request(url + query, {
            method: method.toUpperCase(),
            headers,
            ...given,
          })
          return (await checkout.fetch(request)).status
        }
        const answers = [
          await ask({}),
          await ask({ authorization }),
          await ask({ authorization, ...type }, '{}'),
          await ask({ authorization, ...type }, '{"amount":1,"amount":2}', '?limit=1&limit=2'),
          await ask({ authorization, 'content-type': 'text/plain' }, 'amount=1'),
          await ask({ authorization, ...type }, JSON.stringify({ note: 'x'.repeat(70_000) })),
        ]
        const unnamed = answers.filter((status) => !(String(status) in responses))
        assert.deepEqual(unnamed, [], `${method} ${path}`)
        if (method !== 'get') {
          for (const status of [413, 415]) assert.ok(answers.includes(status), `${method} ${path}`)
        }
      }
    }
  })
})
