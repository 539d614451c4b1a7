import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeOnDatabase } from '../testing/database.ts'
import { openTestCheckout } from '../testing/checkout.ts'

describeOnDatabase('the host of a checkout', (database) => {
  for (const publicUrl of [
    'https://shop.example.com/tael',
    'https://shop.example.com/?shop=1',
    'ftp://shop.example.com',
    'shop.example.com',
  ]) {
    it(`is its own, and not ${publicUrl}`, () => {
      assert.throws(() => openTestCheckout(database(), { publicUrl }), /a host of its own/)
    })
  }

  it('may be written with a slash at its end', () => {
    openTestCheckout(database(), { publicUrl: 'https://pay.example.com/' })
  })

  it('shows the files by which WeChat proves whose it is, and no others', async () => {
    const name = 'MP_verify_AbCd1234EfGh5678.txt'
    const { fetch } = openTestCheckout(database(), { wechatFiles: [name] })
    const ask = (path: string) => fetch(new Request(`https://pay.example.com/${path}`))
    const answer = await ask(name)
    assert.equal(await answer.text(), 'AbCd1234EfGh5678')
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
    assert.equal((await ask('MP_verify_AnotherOne.txt')).status, 404)
    assert.throws(() => openTestCheckout(database(), { wechatFiles: ['../x.txt'] }), /MP_verify/)
  })
})
