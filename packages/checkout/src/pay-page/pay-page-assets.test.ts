import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestCheckout, PUBLIC_URL } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { payPageAssets } from './pay-page-assets.ts'

describeOnDatabase('the script of the payer’s pages', (database) => {
  it('is the current one for a page of another version, which browsers do not keep', async () => {
    const checkout = openTestCheckout(database())
    const get = (path: string) => checkout.fetch(new Request(PUBLIC_URL + path))
    const { path, body } = payPageAssets()
    for (const [asked, kept] of [
      [path, /immutable/],
      ['/assets/pay-0a1b2c3d4e5f.js', /^no-store/],
    ] as const) {
      const answer = await get(asked)
      assert.equal(answer.status, 200, asked)
      assert.equal(await answer.text(), body, asked)
      assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/)
      assert.match(answer.headers.get('cache-control') ?? '', kept)
    }
    for (const other of [
      '/assets/pay-.js',
      '/assets/pay.js',
      '/assets/pay-1.css',
      '/assets/live.js',
    ]) {
      assert.equal((await get(other)).status, 404, other)
    }
  })
})
