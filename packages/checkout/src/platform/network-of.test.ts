import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf, publicNetworkOf } from './network-of.ts'

const NETWORKS = [
  ['203.0.113.7', '203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1:2::/64'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['127.0.0.1', '127.0.0.1', undefined],
  ['172.18.0.1', '172.18.0.1', undefined],
  ['fd00::1', 'fd00::/64', undefined],
  [undefined, undefined, undefined],
] as const

test('a network is a client’s own; behind a proxy that says nothing nobody’s is known', () => {
  for (const [address, network, publicNetwork] of NETWORKS) {
    assert.deepEqual(
      [networkOf(address), publicNetworkOf(address)],
      [network, publicNetwork],
      address ?? 'no address',
    )
  }
})
