import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ANSWER_CHECKS } from '../../test/support/scenario-checks/answer-checks.ts'
import { type Check, type Checks, N } from '../../test/support/scenario-checks/ask-merchant.ts'
import { NOTIFICATION_CHECKS } from '../../test/support/scenario-checks/notification-checks.ts'
import { OAUTH_CHECKS } from '../../test/support/scenario-checks/oauth-checks.ts'
import { PAYMENT_CHECKS } from '../../test/support/scenario-checks/payment-checks.ts'
import { REFUND_CHECKS } from '../../test/support/scenario-checks/refund-checks.ts'
import { tryMerchant } from '../../test/support/try-merchant.ts'
import { SCENARIOS, findScenario } from './scenarios.ts'

const CHECKS: Checks = {
  ...PAYMENT_CHECKS,
  ...ANSWER_CHECKS,
  ...NOTIFICATION_CHECKS,
  ...REFUND_CHECKS,
  ...OAUTH_CHECKS,
}

describe('each scenario happens', () => {
  for (const { name, on, amount } of SCENARIOS) {
    it(`${name}, ${amount === undefined ? 'by name' : `by the amount ${amount}`}`, async () => {
      const merchant = tryMerchant()
      if (on === 'visit') merchant.sandbox.scenarios.arm({ name })
      await check(name)(merchant, String(amount))
    })
    if (amount === undefined) continue
    it(`${name}, by name`, async () => {
      const merchant = tryMerchant({ settings: { magicAmounts: false } })
      // There the order before it would be the next one, and take it.
      const order = name === 'paid-twice' ? { order: N } : {}
      merchant.sandbox.scenarios.arm({ name, ...order })
      await check(name)(merchant, '40900')
    })
  }

  it('in its own amount, which no other has', () => {
    const amounts = SCENARIOS.flatMap(({ amount }) => (amount === undefined ? [] : [amount]))
    assert.equal(new Set(amounts).size, amounts.length)
    assert.equal(new Set(SCENARIOS.map(({ name }) => name)).size, SCENARIOS.length)
    assert.ok(SCENARIOS.length >= 40)
  })

  it('only while magic amounts are on', async () => {
    const merchant = tryMerchant({ settings: { magicAmounts: false } })
    const amount = String(findScenario('risk-stop')?.amount)
    assert.equal((await merchant.order({ out_trade_no: N, txamt: amount })).respcd, '0000')
  })
})

function check(name: string): Check {
  const found = CHECKS[name]
  assert.ok(found, `${name} is not checked`)
  return found
}
