import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localUrl } from './own-server.ts'

test('a server of this machine is reached where it listens', () => {
  for (const [host, url] of [
    ['127.0.0.1', 'http://127.0.0.1:4000'],
    ['localhost', 'http://localhost:4000'],
    ['::1', 'http://[::1]:4000'],
    ['0.0.0.0', 'http://127.0.0.1:4000'],
    ['::', 'http://127.0.0.1:4000'],
  ] as const) {
    assert.equal(localUrl({ host, port: 4000 }), url)
  }
})
