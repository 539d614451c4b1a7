import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestCheckout, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'

describeOnDatabase('the address of a checkout', (database) => {
  for (const publicUrl of [
    'https://shop.example.com/?shop=1',
    'https://shop.example.com/pay/#now',
    'https://shop.example.com//pay',
    'https://shop.example.com/a%2Fb',
    'https://shop.example.com/a/../b',
    'https://me@shop.example.com/pay',
    'ftp://shop.example.com',
    'shop.example.com',
  ]) {
    it(`is not ${publicUrl}`, () => {
      assert.throws(() => openTestCheckout(database(), { publicUrl }), /must be the address/)
    })
  }

  it('may be written with a slash at its end', () => {
    openTestCheckout(database(), { publicUrl: 'https://pay.example.com/' })
  })

  it('shows the files by which WeChat proves whose it is, and no others', async () => {
    const name = 'MP_verify_AbCd1234EfGh5678.txt'
    const { fetch, addAccount } = openTestCheckout(database(), { wechatFiles: [name] })
    const ask = (path: string) => fetch(new Request(`https://pay.example.com/${path}`))
    const answer = await ask(name)
    assert.equal(await answer.text(), 'AbCd1234EfGh5678')
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
    assert.equal((await ask('MP_verify_AnotherOne.txt')).status, 404)
    const wechat = {
      appid: 'wx0123456789abcdef',
      secret: '0123456789abcdef0123456789abcdef',
      verification_file: 'MP_verify_AnotherOne.txt',
    }
    await addAccount({ ...TEST_ACCOUNT, flow: 'own-account', wechat })
    assert.equal(await (await ask('MP_verify_AnotherOne.txt')).text(), 'AnotherOne')
    assert.throws(() => openTestCheckout(database(), { wechatFiles: ['../x.txt'] }), /MP_verify/)
  })
})
