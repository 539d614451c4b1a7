import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { moduleOf, sumProfile } from './sum-profile.ts'

function frame(functionName: string, url: string) {
  return { callFrame: { functionName, url, scriptId: '', lineNumber: 0, columnNumber: 0 } }
}
const ROOT = '/home/tael'

describe('a profile', () => {
  it('is summed by module, without what was idle and what the bench itself did', () => {
    const nodes = [
      { id: 1, ...frame('(root)', ''), children: [2, 5, 6] },
      {
        id: 2,
        ...frame('pay', `${ROOT}/packages/checkout/src/payments/payment.ts`),
        children: [3],
      },
      { id: 3, ...frame('query', `${ROOT}/node_modules/pg/lib/client.js`), children: [4] },
      { id: 4, ...frame('pay', `${ROOT}/packages/checkout/src/payments/payment.ts`) },
      { id: 5, ...frame('(idle)', '') },
      { id: 6, ...frame('stop', `${ROOT}/bench/profile/profiled.ts`), children: [7] },
      { id: 7, ...frame('post', 'node:inspector') },
    ]
    const shares = sumProfile({
      nodes,
      startTime: 0,
      endTime: 0,
      samples: [2, 3, 4, 5, 7],
      timeDeltas: [1, 1, 2, 50, 50],
    })
    assert.deepEqual(
      shares.filter(({ module }) => !module.startsWith('native')),
      [
        { module: 'checkout: payments', self: 75, onStack: 100 },
        { module: 'pg', self: 25, onStack: 75 },
      ],
    )
  })

  it('names what a line belongs to', () => {
    const names = {
      [`file://${ROOT}/node_modules/a/node_modules/@hono/node-server/dist/x.js`]:
        '@hono/node-server',
      [`file://${ROOT}/packages/qfpay/src/http/transport.ts`]: 'qfpay: http',
      'node:internal/crypto/hash': 'node:crypto',
      'node:net': 'node:net',
      '': 'native writev',
    }
    for (const [url, name] of Object.entries(names)) {
      assert.equal(moduleOf(frame('writev', url)), name)
    }
  })
})
