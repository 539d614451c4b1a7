import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestCheckout, openTestDeps } from '../../../test/support/checkout.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createOperatorBrowser } from '../../../test/support/operator-browser.ts'
import { openTestOperator } from '../../../test/support/operators.ts'
import { openPaidPayment, openTestAccount } from '../../../test/support/payments.ts'

describeOnDatabase('the form of a refund', (database) => {
  it('reads an amount as it is typed, and never a hundred times as much', async () => {
    const deps = openTestDeps(database())
    const payment = await openPaidPayment(deps, await openTestAccount(deps))
    const { token } = await openTestOperator(deps, 'refund')
    const browser = createOperatorBrowser(openTestCheckout(database()), token)
    const check = async (amount: string) => {
      const path = `/dashboard/payments/${payment.id}/refund/check`
      const answer = await browser.send(path, { how: 'part', amount })
      return { status: answer.status, text: await answer.text() }
    }
    for (const typed of ['5.50', '5,50', '５，５', ' 5。5 ']) {
      const checked = await check(typed)
      assert.equal(checked.status, 200, typed)
      assert.match(checked.text, /<p class="large">HK\$5\.50</, typed)
    }
    for (const typed of ['0,005', '5,500', '1,0,0', '11', '']) {
      const refused = await check(typed)
      assert.equal(refused.status, 400, typed)
      assert.match(refused.text, /in digits such as 10\.99\./, typed)
    }
  })
})
