import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createHandClock } from '../../../test/support/hand-clock.ts'
import type { OperatorBrowser } from '../../../test/support/operator-browser.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { applyVerdict } from '../../attempts/apply-verdict.ts'
import { DAY_MS } from '../../platform/durations.ts'
import type { Refund } from '../../refunds/refund.ts'
import { requestRefundOnce } from '../../refunds/request-refund.ts'

describeOnDatabase('the list of refunds', (database) => {
  let browser: OperatorBrowser
  const ids: Record<string, string> = {}
  before(async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock })
    const refund = async (account: Account, name: string) => {
      const payment = await openTestPayment(deps, account, { reference: `order-${name}` })
      const attempt = await recordTestAttempt(deps, payment)
      await applyVerdict(deps, attempt, paidVerdict(attempt))
      const asked = await requestRefundOnce(deps, {
        attemptId: attempt.id,
        amount: 100,
        evenIfInReview: false,
        reference: `back-${name}`,
        reason: `=${name}`,
      })
      assert.ok(asked.kind === 'requested')
      ids[name] = asked.refund.id
    }
    const account = await openTestAccount(deps)
    await refund(account, 'old')
    await clock.advance(2 * DAY_MS)
    await refund(account, 'new')
    const other = await openTestAccount(deps)
    ids['other account'] = other.id
    await refund(other, 'other')
    ;({ browser } = await openTestDashboard(database(), { role: 'read', clock }))
    const status: Refund['status'] = 'failed'
    const refusal = JSON.stringify({ code: 'refused', message: 'Declined' })
    await database()
      .db.updateTable('refund')
      .set({ status, refusal, ended_at: clock.now(), work_at: null })
      .where('id', '=', ids['other'] ?? '')
      .execute()
  })
  const get = async (path: string) => (await browser.open(`/dashboard/refunds${path}`)).text()
  const listed = async (query: string) => {
    const text = await get(query)
    return [...text.matchAll(/<a href="[^"]*\/payments\/pay_\w+"\s*>order-(\w+)</g)].map(
      ([, name]) => name,
    )
  }

  it('is narrowed by status, account and day, and leads to the payments', async () => {
    assert.deepEqual((await listed('')).toSorted(), ['new', 'old', 'other'])
    assert.equal((await listed('')).at(-1), 'old')
    assert.deepEqual(await listed('?status=failed'), ['other'])
    assert.deepEqual(await listed(`?account=${ids['other account']}`), ['other'])
    assert.deepEqual(await listed(`?account=${ids['other account']}&status=requested`), [])
    const day = /datetime="(\d{4}-\d\d-\d\d)/.exec(await get('?q=back-old'))?.[1] ?? ''
    assert.deepEqual(await listed(`?from=${day}&to=${day}`), ['old'])
  })

  it('is searched by the numbers of refunds and payments', async () => {
    assert.deepEqual(await listed(`?q=${ids['new']}`), ['new'])
    assert.deepEqual(await listed('?q=back-old'), ['old'])
    assert.deepEqual((await listed('?q=order-o')).toSorted(), ['old', 'other'])
    assert.deepEqual(await listed('?q=order-o&status=failed'), ['other'])
  })

  it('is downloaded as a spreadsheet opens it', async () => {
    const lines = (await get('.csv?status=failed')).trim().split('\r\n')
    assert.match(lines[0] ?? '', /^refund,reference,account,[^]*created \(UTC\+08:00\)/)
    assert.match(
      lines[1] ?? '',
      /^ref_\w+,back-other,[^]*,order-other,failed,HKD,1\.00,merchant,'=other,\d{4}-/,
    )
    assert.equal(lines.length, 2)
  })
})
