import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addressOf } from './client-address.ts'

describe('the address of a client', () => {
  const cases: readonly (readonly [string, string | undefined, string | undefined, string?])[] = [
    ['that connects itself', '203.0.113.7', undefined, '203.0.113.7'],
    ['that connects itself and names another', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['behind our proxy', '10.0.0.2', '198.51.100.1', '198.51.100.1'],
    [
      'behind our proxy that names others before',
      '127.0.0.1',
      '1.2.3.4, 2001:db8::1',
      '2001:db8::1',
    ],
    ['on this machine', '::ffff:127.0.0.1', undefined, '127.0.0.1'],
    ['behind a proxy that names none', '192.168.1.1', 'unknown', '192.168.1.1'],
    ['that nobody noted', undefined, '198.51.100.1'],
  ]
  for (const [who, peer, forwardedFor, address] of cases) {
    it(`is the one ${who}`, () => assert.equal(addressOf(peer, forwardedFor), address))
  }
})
