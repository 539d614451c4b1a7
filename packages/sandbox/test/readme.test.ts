import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { settingsSchema } from '../src/state/settings.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../README.md')
const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name)

describe('the README', () => {
  it('names each setting and its default', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` +\| `(.+?)` +\|/gm)]
    assert.deepEqual(
      Object.fromEntries(rows.map(([, name = '', value = '']) => [name, JSON.parse(value)])),
      settingsSchema.parse({}),
    )
  })

  it('names each path of the control API', () => {
    const routes = found(
      read('../src/control/control-api.ts'),
      /(?:api\.\w+|partyRoutes)\((?:api, )?['`](\/[\w-]+)/g,
    )
    assert.ok(routes.length > 25)
    const table = readme.slice(
      readme.indexOf('## The control API'),
      readme.indexOf('## The settings'),
    )
    const named = new Set(found(table, /(\/[a-z-]+)/g))
    assert.deepEqual(
      routes.filter((route) => !named.has(route)),
      [],
    )
    const actions = found(
      read('../src/control/control-api.ts'),
      /['`]\/[\w-]+\/(?::\w+\/)?([a-z]+)['`]/g,
    )
    assert.deepEqual(
      actions.filter((action) => !named.has(`/${action}`)),
      [],
    )
  })

  it('names each path of WeChat’s', () => {
    const paths = found(
      read('../src/wechat/wechat-api.ts'),
      /'(\/(?:sns|cgi-bin|connect)\/[\w/]+)'/g,
    )
    assert.ok(paths.length > 8)
    assert.deepEqual(
      paths.filter((path) => !readme.includes(`\`${path}\``)),
      [],
    )
  })
})
