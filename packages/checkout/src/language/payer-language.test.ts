import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payerLanguage } from './payer-language.ts'

const wechat = (language: string): string =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.22(0x18001626) NetType/WIFI Language/${language}`

test('WeChat is read in the language it is set to, whatever the phone prefers', () => {
  const read = (language: string): string =>
    payerLanguage({ userAgent: wechat(language), acceptLanguage: 'fr, de' })
  assert.equal(read('zh_CN'), 'zh-Hans')
  assert.equal(read('zh_TW'), 'zh-Hant')
  assert.equal(read('zh_HK'), 'zh-Hant')
  assert.equal(read('en'), 'en')
  assert.equal(read('en_US'), 'en')
  assert.equal(read('ja'), 'en')
})

test('another browser is read by Accept-Language, best first', () => {
  const read = (acceptLanguage: string): string => payerLanguage({ acceptLanguage })
  assert.equal(read('zh-HK,zh;q=0.9,en;q=0.8'), 'zh-Hant')
  assert.equal(read('zh-Hant-CN'), 'zh-Hant')
  assert.equal(read('zh-Hans-HK'), 'zh-Hans')
  assert.equal(read('zh'), 'zh-Hans')
  assert.equal(read('zh-SG'), 'zh-Hans')
  assert.equal(read('en;q=0.5, zh-TW;q=0.9'), 'zh-Hant')
  assert.equal(read('fr-CA, zh;q=0.3, en;q=0.2'), 'zh-Hans')
  assert.equal(read('zh;q=0, en;q=0.1'), 'en')
})

test('a browser that asks for nothing we speak, or for nonsense, reads English', () => {
  for (const acceptLanguage of ['', '*', 'fr', ';;;q=,', 'zh;q=abc', 'x'.repeat(100_000)]) {
    assert.equal(payerLanguage({ acceptLanguage }), 'en')
  }
  assert.equal(payerLanguage({}), 'en')
})

test('a word in the user agent of another browser is not WeChat’s setting', () => {
  assert.equal(payerLanguage({ userAgent: 'Other/1.0 Language/zh_TW' }), 'en')
})
