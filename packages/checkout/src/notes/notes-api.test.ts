import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeOnDatabase } from '../../test/support/database.ts'
import { idsOf, openMerchants } from '../../test/support/open-merchants.ts'

describeOnDatabase('the list of notes', (database) => {
  it('has each note once, with its author and without credentials', async () => {
    const { key, strangersKey, call } = await openMerchants(database())
    const { body: payment } = await call('/v1/payments', {
      body: { reference: 'noted', amount: 100, currency: 'HKD' },
    })
    const path = `/v1/payments/${payment.id}/notes`
    const headers = { 'idempotency-key': 'note-1' }
    const first = await call(path, { body: { text: ' They called.\n' }, headers })
    const again = await call(path, { body: { text: ' They called.\n' }, headers })
    assert.equal(first.status, 201)
    assert.deepEqual(again.body, first.body)
    assert.equal(first.body.text, 'They called.')
    assert.partialDeepStrictEqual(first.body.actor, { kind: 'api_key', name: 'first' })
    for (const text of ['', ' \n ', 'x'.repeat(1001), `key ${key}`, 7]) {
      assert.partialDeepStrictEqual(await call(path, { body: { text } }), {
        status: 400,
        body: { error: { param: 'text' } },
      })
    }
    assert.deepEqual(idsOf(await call(path)), [first.body.id])
    const foreign = await call(path, { as: strangersKey, body: { text: 'x' } })
    assert.equal(foreign.status, 404)
  })
})
