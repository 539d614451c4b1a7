import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openRepository } from './documents/repository.ts'

const repository = openRepository()

/** The words in the first column of the glossary's last table. */
const forbidden = new Set(
  (repository.read('GLOSSARY.md').split('## Not used')[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (not|---)/.test(line))
    .flatMap((line) => (line.split('|')[1] ?? '').split(',').map((word) => word.trim())),
)

const wordsOf = (name: string): readonly string[] =>
  (name.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase())

/** Public names that contain a forbidden word. */
const misnamed = (names: Iterable<string>): readonly string[] =>
  [...names].filter((name) => wordsOf(name).some((word) => forbidden.has(word)))

/** Paths, fields, parameters and codes of the API. */
function namesOfApi(part: unknown, key = ''): readonly string[] {
  if (typeof part === 'string') return key === 'enum' || key === 'const' ? [part] : []
  if (Array.isArray(part)) return part.flatMap((each) => namesOfApi(each, key))
  if (typeof part !== 'object' || part === null) return []
  const entries: readonly (readonly [string, unknown])[] = Object.entries(part)
  return [
    ...(key === 'properties' || key === 'paths' ? entries.map(([name]) => name) : []),
    ...entries.flatMap(([name, value]) =>
      name === 'name' && typeof value === 'string' ? [value] : namesOfApi(value, name),
    ),
  ]
}

/** What a package's index file exports. */
const exportsOf = (path: string): readonly string[] =>
  [...repository.read(path).matchAll(/export(?: type)? \{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list.split(',').map((each) => each.replace(/.*\bas\b|\btype\b/, '').trim()),
  )

/** What a source file quotes, and the members that it names: routes, kinds, fields. */
const namesIn = (path: string): readonly string[] =>
  [...repository.read(path).matchAll(/['`]([\w/:-]+)['`]|^ +(\w+)\??:/gm)].map(
    ([, quoted, member]) => quoted ?? member ?? '',
  )

describe('the words that the glossary does not use', () => {
  const api = namesOfApi(JSON.parse(repository.read('docs/openapi.json')))
  const schema = repository.read('packages/checkout/src/database/schema.ts')
  const columns = [...schema.matchAll(/^ {2,4}(\w+): /gm)].map(([, name = '']) => name)
  const events = repository.read('packages/checkout/src/events/event.ts')
  const types = [...events.matchAll(/^ {2}'([\w.]+)',$/gm)].map(([, name = '']) => name)
  const packages = repository.files.filter((path) => /^packages\/\w+\/src\/index\.ts$/.test(path))

  it('are in no path, field or code of the API', () => {
    assert.ok(api.includes('needs_review') && api.includes('/v1/payments/{payment}/refunds'))
    assert.deepEqual(misnamed(api), [])
  })

  it('are in no type of event', () => {
    assert.ok(types.includes('payment.created') && types.includes('reconciliation.completed'))
    assert.deepEqual(misnamed(types), [])
  })

  it('are in no name that a package exports', () => {
    const names = packages.flatMap(exportsOf)
    assert.ok(names.includes('createCheckout') && names.includes('verifyNotification'))
    assert.deepEqual(misnamed(names), [])
  })

  it('are in no table and no column', () => {
    assert.ok(columns.includes('reconciliation') && columns.includes('enquire_at'))
    assert.deepEqual(misnamed(columns), [])
  })

  it('are in no path, kind of fault or setting of the sandbox', () => {
    const sandbox = ['control/control-api', 'control/order-view', 'faults/fault', 'state/settings']
    const names = sandbox.flatMap((file) => namesIn(`packages/sandbox/src/${file}.ts`))
    for (const name of ['/orders/:number/refund', 'finish', 'afterMs', 'notificationTimeoutMs']) {
      assert.ok(names.includes(name), name)
    }
    assert.deepEqual(misnamed(names), [])
  })

  it('are in the name of no file', () => {
    // The ending is systemd's own.
    const named = repository.files.map((file) => file.replace(/^(operations\/\w+)\.service$/, '$1'))
    assert.deepEqual(misnamed(named), [])
  })

  it('are found in whatever way a name is written', () => {
    const names = ['settleAttempt', 'payment_frozen', 'given-back', 'Worn', 'src/utils.ts']
    assert.deepEqual(misnamed([...names, 'unsettled', 'restart', 'payment']), names)
  })
})
