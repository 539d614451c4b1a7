import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestCheckout, openTestDeps } from '../../../test/support/checkout.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createOperatorBrowser } from '../../../test/support/operator-browser.ts'
import { openTestOperator } from '../../../test/support/operators.ts'
import {
  openPaidPayment,
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../../test/support/payments.ts'
import { applyVerdict } from '../../attempts/apply-verdict.ts'
import { readPayment } from '../../payments/read-payments.ts'
import { applyFinding } from '../../refunds/apply-finding.ts'
import { readRefunds } from '../../refunds/read-refunds.ts'

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

  it('is for the money that came second, as long as a person has to refund it, and for no other payer’s', async () => {
    const deps = openTestDeps(database())
    const account = await openTestAccount(deps)
    const payment = await openTestPayment(deps, account)
    const { id } = payment
    const [first, second] = [
      await recordTestAttempt(deps, payment),
      await recordTestAttempt(deps, payment),
    ]
    await applyVerdict(deps, first, paidVerdict(first))
    await applyVerdict(deps, second, paidVerdict(second))
    const { refunds } = await readRefunds(deps, id, { limit: 1 })
    const [automatic] = refunds
    assert.equal(automatic?.attemptId, second.id)
    const confirmation = { by: 'operator', note: '' } as const
    const finding = { kind: 'confirmed', happened: false, confirmation } as const
    await applyFinding(deps, account, automatic, { finding })
    const reviews = (await readPayment(deps, id))?.reviews.map(({ code }) => code)
    assert.deepEqual(reviews, ['automatic_refund_failed'])

    const { token } = await openTestOperator(deps, 'refund')
    const browser = createOperatorBrowser(openTestCheckout(database()), token)
    const path = `/dashboard/payments/${id}/refund`
    const form = await (await browser.open(path)).text()
    assert.match(form, /it came second, or too late/)
    assert.match(form, new RegExp(`href="${path}\\?attempt=${first.id}"`))
    assert.match(form, new RegExp(`name="attempt" value="${second.id}"`))
    const other = await (await browser.open(`${path}?attempt=${first.id}`)).text()
    assert.match(other, /of the payer who has paid/)

    const checked = await browser.send(`${path}/check`, { attempt: second.id, how: 'all' })
    const fields = Object.fromEntries(
      Array.from((await checked.text()).matchAll(/name="(\w+)" value="([^"]*)"/g), (found) => [
        found[1] ?? '',
        found[2] ?? '',
      ]),
    )
    const kept = await browser.send(`${path}/check`, { attempt: first.id, how: 'all' })
    assert.match(await kept.text(), /close its review/)
    assert.equal((await browser.send(path, fields)).status, 303)
    const asked = await readRefunds(deps, id, { limit: 10 })
    assert.deepEqual(
      asked.refunds.map(({ attemptId, status, amount }) => [attemptId, status, amount]).toSorted(),
      [
        [second.id, 'failed', 1099],
        [second.id, 'requested', 1099],
      ],
    )
  })
})
