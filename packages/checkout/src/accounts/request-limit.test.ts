import assert from 'node:assert/strict'
import { it } from 'node:test'
import { TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { newAccount } from './account-settings.ts'

it('an account may lower QFPay’s limit, or raise it as far as QFPay allows, but never to zero', () => {
  const parse = (request_limit: object) =>
    newAccount.safeParse({ ...TEST_ACCOUNT, request_limit }).success
  assert.ok(parse({ per_second: 50, per_minute: 200 }))
  assert.ok(parse({ per_minute: 10 }))
  assert.ok(parse({ per_second: 200, per_minute: 1_200 }))
  assert.ok(!parse({ per_minute: 60_001 }))
  assert.ok(!parse({ per_second: 1_001 }))
  assert.ok(!parse({ per_second: 4 }))
  assert.ok(!parse({ per_minute: 9 }))
})
