import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES, PROFILES, findProfile, userAgentOf } from './profiles.ts'

const isWechat = (userAgent: string): boolean =>
  /MicroMessenger\//i.test(userAgent) && !/wxwork\//i.test(userAgent)
const isPhoneWechat = (userAgent: string): boolean =>
  isWechat(userAgent) && !/WindowsWechat|MacWechat|wechatdevtools|miniProgram/i.test(userAgent)

test('the documented rule distinguishes WeChat from WeCom and from other browsers', () => {
  const wechats = PROFILES.filter((profile) => isWechat(profile.userAgent))
  assert.deepEqual(
    wechats.map((profile) => profile.name),
    [
      ...['ios', 'android', 'windows', 'macos', 'devtools', 'old-webview'],
      ...['lossy-webview', 'mini-program'],
    ],
  )
})

test('exactly the WeChats on a phone can pay, and every other profile says why not', () => {
  for (const profile of PROFILES) {
    assert.equal(profile.canPay, isPhoneWechat(profile.userAgent), profile.name)
    assert.equal(profile.cannotPayBecause === '', profile.canPay, profile.name)
  }
})

test('WeChat for macOS says WindowsWechat as well, as it does in life', () => {
  assert.match(findProfile('macos')?.userAgent ?? '', /MacWechat.*WindowsWechat/)
})

test('the user agent names the language as WeChat does', () => {
  for (const profile of PROFILES) {
    assert.doesNotMatch(userAgentOf(profile, 'zh-Hant'), /[{}]/)
  }
  const ios = findProfile('ios')
  assert.ok(ios)
  assert.match(userAgentOf(ios, 'zh-Hans'), new RegExp(`Language/${LANGUAGES['zh-Hans']}$`))
})

test('an unknown name finds no profile', () => {
  assert.equal(findProfile('iOS'), undefined)
  assert.equal(findProfile('toString'), undefined)
})
