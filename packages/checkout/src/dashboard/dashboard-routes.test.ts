import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestCheckout } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import {
  asksToSignIn,
  createOperatorBrowser,
  signInWithKey,
  type OperatorBrowser,
} from '../../test/support/operator-browser.ts'

describeOnDatabase('the dashboard’s addresses', (database) => {
  let stranger: OperatorBrowser
  let operator: OperatorBrowser
  before(async () => {
    const checkout = openTestCheckout(database())
    stranger = createOperatorBrowser(checkout)
    operator = await signInWithKey(checkout)
  })

  it('says on a page that there is no such page or payment, and leads back', async () => {
    for (const path of [
      '/dashboard/nothing',
      '/dashboard/payments/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN',
      '/dashboard/reconciliations/rcn_01JD3X8Q5T7W9YB2C4E6G8HKMN',
      '/dashboard/reconciliations/rcn_1/differences.csv',
      '/dashboard/reconciliations/%00',
    ]) {
      const answer = await operator.open(path)
      assert.equal(answer.status, 404, path)
      const text = await answer.text()
      assert.match(text, /<h1>There is no such page<\/h1>/)
      assert.match(text, /href="\/dashboard"/)
    }
    assert.ok(
      await asksToSignIn(await stranger.open('/dashboard/nothing')),
      'a stranger learns nothing',
    )
  })

  it('leads an operator who opens the bare host to the dashboard', async () => {
    const { status, headers } = await stranger.open('/')
    assert.equal(status, 303)
    assert.equal(headers.get('location'), '/dashboard')
  })

  it('answers malformed requests with a page', async () => {
    for (const path of [
      '/dashboard/payments?q=%00',
      '/dashboard/payments?before=%00',
      '/dashboard/payments?after=nonsense&status=nonsense',
      '/dashboard/payments/%00',
      `/dashboard/payments?q=${'x'.repeat(3000)}`,
    ]) {
      assert.ok([200, 404].includes((await operator.open(path)).status), path)
    }
  })
})
