import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import {
  ERRORS,
  EVENT_DATA,
  EVENT_TYPES,
  isOptional,
  problemOf,
} from '../packages/checkout/test/support/api-description.ts'
import {
  openTestCheckout,
  OPERATOR_KEY,
  TEST_ACCOUNT,
} from '../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'

const FILE = new URL('../docs/openapi.json', import.meta.url)

type Operation = {
  readonly operationId?: string
  readonly tags: readonly string[]
  readonly responses: object
  readonly security: readonly object[]
}
type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks: Readonly<Record<string, unknown>>
  readonly components: { readonly schemas: object }
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
    const { paths } = await described()
    const type = { 'content-type': 'application/json' }
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { responses, security }] of Object.entries(operations)) {
        const isOperators = security.some((each) => /operator/.test(Object.keys(each).join()))
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

  it('names each operation once, and puts it under its collection', async () => {
    const { paths } = await described()
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    const ids = operations.map(({ operationId }) => operationId)
    assert.equal(new Set(ids).size, operations.length)
    for (const id of ids) assert.match(id ?? '', /^[a-z]+[A-Z]\w+$/)
    assert.ok(operations.every(({ tags }) => tags.length === 1 && tags[0] !== ''))
  })

  it('has examples that its own schemas accept', async () => {
    const document = await described()
    const $defs = withLocalNames(document.components.schemas)
    let count = 0
    for (const { schema, example } of examplesIn(withLocalNames(document))) {
      const problem = problemOf({ ...schema, $defs }, example)
      assert.equal(problem, undefined, JSON.stringify({ example, schema }))
      count++
    }
    assert.ok(count > 20)
  })

  it('describes a webhook for each type of event', async () => {
    assert.deepEqual(Object.keys((await described()).webhooks).toSorted(), EVENT_TYPES.toSorted())
  })
})

describe('events', () => {
  it('are all in docs/events.md, with what they tell', async () => {
    const document = await readFile(new URL('../docs/events.md', import.meta.url), 'utf8')
    const rows = [...document.matchAll(/^\| `([\w.]+)` +\|[^|]+\|([^|]+)\|$/gm)]
    const said = rows.map(([, type, data]) => [
      type,
      [...(data ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    ])
    const told = Object.entries(EVENT_DATA).map(([type, { shape }]) => [
      type,
      Object.entries(shape).map(([name, each]) => `${name}${isOptional(each) ? '?' : ''}`),
    ])
    assert.deepEqual(said, told)
    assert.deepEqual(Object.keys(EVENT_DATA).toSorted(), EVENT_TYPES.toSorted())
  })
})

describe('docs/errors.md', () => {
  it('names every error code with its status and its action', async () => {
    const document = await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8')
    const named = [...document.matchAll(/^## (\w+)\n\n`(\d+)`, `(\w+)`\. \S/gm)].map(
      ([, code, status, action]) => [code, { status: Number(status), action }],
    )
    assert.deepEqual(Object.fromEntries(named), ERRORS)
  })
})

async function described(): Promise<Described> {
  return JSON.parse(await readFile(FILE, 'utf8')) as Described
}

/** As a JSON schema names its parts. */
function withLocalNames<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')) as Value
}

/** Every schema of a document that has an example. */
function* examplesIn(value: unknown): Generator<{ schema: object; example: unknown }> {
  if (typeof value !== 'object' || value === null) return
  if ('example' in value) {
    const { example, ...schema } = value
    yield { schema, example }
  }
  for (const member of Object.values(value)) yield* examplesIn(member)
}
