import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { openTestCheckout, openTestDeps, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { addAccount } from './add-account.ts'

describeOnDatabase('adding a merchant account', (database) => {
  /** What would only come to light when the first payer opens their link. */
  const unusable: readonly (readonly [string, object])[] = [
    ['a key with the line break it was pasted with', { client_key: 'a key\n' }],
    ['an app_code with a space', { app_code: ' A1B2' }],
    ['a name that no page of QFPay takes', { name: 'Harbour\nTea' }],
    ['a cashier with a password in it', { cashier_url: 'https://a:b@cashier.example.com/q' }],
    ['a scale for a currency that QFPay has not', { currency_scales: { XYZ: 2 } }],
    ['an Official Account without its secret', { flow: 'own-account' }],
    ['a misspelt member', { retrun_origins: [] }],
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

  for (const [what, changed] of unusable) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const checkout = openTestCheckout(database())
      await assert.rejects(checkout.addAccount({ ...TEST_ACCOUNT, ...changed }))
      assert.deepEqual(await database().db.selectFrom('account').select('id').execute(), [])
    })
  }
})
