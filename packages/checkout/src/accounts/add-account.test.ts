import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { openTestCheckout, openTestDeps, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { addAccount } from './add-account.ts'

describeOnDatabase('adding a merchant account', (database) => {
  /** What would only come to light when the first payer opens their link. */
  const unusable: readonly (readonly [string, object, RegExp])[] = [
    ['a key with the line break it was pasted with', { client_key: 'a key\n' }, /client_key/],
    ['an app_code with a space', { app_code: ' A1B2' }, /app_code/],
    ['a name that no page of QFPay takes', { name: 'Harbour\nTea' }, /name/],
    [
      'a cashier with a password in it',
      { cashier_url: 'https://a:b@cashier.example.com/q' },
      /cashierUrl/,
    ],
    [
      'a scale for a currency that QFPay has not',
      { currency_scales: { XYZ: 2 } },
      /currencyScales/,
    ],
    ['an Official Account without its secret', { flow: 'own-account' }, /wechat/],
    ['a misspelt member', { retrun_origins: [] }, /retrun_origins/],
  ]
  it('uses the time zone of its host, unless the account sets another', async () => {
    const deps = openTestDeps(database())
    const offsetOf = async (changed: object) =>
      (await addAccount(deps, { ...TEST_ACCOUNT, ...changed })).account.settings.utcOffset
    const host = 'https://openapi-th.qfapi.com'
    assert.equal(await offsetOf({}), '+08:00')
    assert.equal(await offsetOf({ host }), '+07:00')
    assert.equal(await offsetOf({ host, utc_offset: '+08:00' }), '+08:00')
    await sql`delete from api_key; delete from account`.execute(database().db)
  })

  for (const [what, changed, named] of unusable) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const checkout = openTestCheckout(database())
      await assert.rejects(checkout.addAccount({ ...TEST_ACCOUNT, ...changed }), named)
      assert.deepEqual(await database().db.selectFrom('account').select('id').execute(), [])
    })
  }
})
