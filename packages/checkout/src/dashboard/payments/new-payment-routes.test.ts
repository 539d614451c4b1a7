import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestCheckout, type TestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import {
  createOperatorBrowser,
  type OperatorBrowser,
} from '../../../test/support/operator-browser.ts'
import { openTestOperator } from '../../../test/support/operators.ts'
import { openTestAccount } from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { changeAccount } from '../../accounts/change-account.ts'
import { readAudit } from '../../audit/read-audit.ts'
import type { Checkout } from '../../checkout.ts'
import { readPayments } from '../../payments/read-payments.ts'

const LIST = '/dashboard/payments'

describeOnDatabase('a payment that an operator creates', (database) => {
  let deps: TestDeps
  let checkout: Checkout
  let account: Account
  let operator: OperatorBrowser
  let operatorId: string
  let operatorToken: string
  before(async () => {
    const opened = await openTestDashboard(database(), { role: 'refund' })
    ;({ deps, checkout, browser: operator, token: operatorToken } = opened)
    operatorId = opened.operator.id
    account = await openTestAccount(deps)
  })
  const send = (changed: Readonly<Record<string, string>> = {}): Promise<Response> =>
    operator.send(LIST, {
      account: account.id,
      reference: 'HTH-1042',
      amount: '1,288.50',
      currency: 'HKD',
      description: 'Two tins of Iron Goddess',
      return_url: '',
      ...changed,
    })

  it('is one, however often the form is sent, and leads to its page with the link for the payer', async () => {
    assert.match(await (await operator.open(LIST)).text(), /href="\/dashboard\/payments\/new"/)
    assert.match(await (await operator.open(`${LIST}/new`)).text(), /name="reference"/)
    const [first, again] = [await send(), await send()]
    assert.deepEqual([first.status, again.status], [303, 303])
    const path = first.headers.get('location') ?? ''
    assert.equal(again.headers.get('location'), path)
    const { payments } = await readPayments(deps, { accountId: account.id, limit: 9 })
    assert.equal(payments.length, 1)
    assert.partialDeepStrictEqual(payments[0], {
      amount: 128_850,
      currency: 'HKD',
      description: 'Two tins of Iron Goddess',
    })
    const id = path.split('/').at(-1) ?? ''
    assert.match(await (await operator.open(path)).text(), new RegExp(`/pay/${id}`))
    const { entries } = await readAudit(deps, { about: id, limit: 9 })
    assert.deepEqual(
      entries.map(({ action, who, after }) => [action, 'id' in who && who.id, after]),
      [['payment.created', operatorId, { amount: 128_850, currency: 'HKD' }]],
    )
  })

  it('is none where something is wrong, and the form says what and keeps the rest', async () => {
    for (const [changed, said] of [
      [{ account: 'acc_1' }, /account(”|&quot;)?: choose one/],
      [{ reference: '' }, /reference[^<]*must be given/],
      [{ amount: 'much' }, /amount[^<]*must be an amount such as 1200\.50/],
      [{ amount: '1200,500' }, /amount[^<]*must be an amount such as 1200\.50/],
      [{ amount: '2' }, /another payment has it already/],
      [{ amount: '1288', currency: 'JPY' }, /currency_scales/],
      [{ return_url: 'https://elsewhere.example.com/' }, /return_origins/],
    ] as const) {
      const response = await send(changed)
      assert.equal(response.status, 400)
      const form = (await response.text()).split('<form class="card ask"')[1] ?? ''
      assert.match(form, said)
      assert.match(form, /value="Two tins of Iron Goddess"/)
    }
    await changeAccount(deps, account.id, { disabled: true })
    // Another process, which remembers no account.
    operator = createOperatorBrowser(openTestCheckout(database()), operatorToken)
    const disabled = await send({ reference: 'HTH-1043' })
    assert.equal(disabled.status, 400)
    assert.match(await disabled.text(), /The account is disabled/)
    const { payments } = await readPayments(deps, { accountId: account.id, limit: 9 })
    assert.equal(payments.length, 1)
  })

  it('needs the permission for it', async () => {
    const { token } = await openTestOperator(deps, 'read')
    const reader = createOperatorBrowser(checkout, token)
    assert.equal((await reader.open(`${LIST}/new`)).status, 403)
    assert.equal((await reader.send(LIST, { account: account.id })).status, 403)
    assert.doesNotMatch(await (await reader.open(LIST)).text(), /payments\/new/)
  })
})
