import assert from 'node:assert/strict'
import { it } from 'node:test'
import { silentLog } from '@tael/checkout'
import { waitUntil } from '@tael/testing/patience'
import { startDev } from '../../packages/cli/src/index.ts'

it('`tael dev` has one clock: moving the sandbox moves the checkout', async () => {
  const dev = await startDev({ checkoutPort: 0, sandboxPort: 0, returnOrigins: [], log: silentLog })
  const headers = {
    authorization: `Bearer ${dev.apiKeys['qfpay-account']}`,
    'content-type': 'application/json',
  }
  const asked = await fetch(`${dev.checkoutUrl}/v1/payments`, {
    method: 'POST',
    headers,
    body: '{"reference":"order-1","amount":1099,"currency":"HKD","expires_in":3600}',
  })
  const payment = (await asked.json()) as { id: string; status: string; expires_at: string }
  assert.equal(payment.status, 'created')
  await fetch(`${dev.sandboxUrl}/_sandbox/clock`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ advanceMs: 24 * 3_600_000 }),
  })
  await waitUntil(
    'the payment to expire',
    async () => {
      const read = await fetch(`${dev.checkoutUrl}/v1/payments/${payment.id}`, { headers })
      return ((await read.json()) as { status: string }).status
    },
    (status) => status === 'expired',
  )
  await dev.close()
})
