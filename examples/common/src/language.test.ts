import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLanguage } from './language.ts'

const read = (headers: Record<string, string>): string => readLanguage(new Headers(headers))

test('WeChat is read in the language that it is set to, whatever the phone prefers', () => {
  const inWeChat = (language: string): string =>
    read({
      'user-agent': `Mozilla/5.0 (iPhone) MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/${language}`,
      'accept-language': 'fr, de',
    })
  assert.equal(inWeChat('zh_CN'), 'zh-Hans')
  assert.equal(inWeChat('zh_TW'), 'zh-Hant')
  assert.equal(inWeChat('zh_HK'), 'zh-Hant')
  assert.equal(inWeChat('en'), 'en')
  assert.equal(inWeChat('ja'), 'en')
})

test('another browser is read in the first of our languages that it asks for', () => {
  assert.equal(read({ 'accept-language': 'fr-CA, zh-HK;q=0.9, en;q=0.8' }), 'zh-Hant')
  assert.equal(read({ 'accept-language': 'zh-Hans-HK' }), 'zh-Hans')
  assert.equal(read({ 'accept-language': 'zh' }), 'zh-Hans')
  assert.equal(read({ 'accept-language': 'en-GB,zh;q=0.5' }), 'en')
  assert.equal(read({ 'accept-language': 'enx, *' }), 'en')
  assert.equal(read({}), 'en')
})
