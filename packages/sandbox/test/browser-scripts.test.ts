import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'acorn'
import { PAGE_SCRIPTS, pageScript } from '../src/phone/page-scripts.ts'
import { findProfile } from '../src/phone/profiles.ts'

test('what runs in pages is ES2017, which the WebViews of WeChat understand', async () => {
  const profile = findProfile('old-webview')
  assert.ok(profile)
  for (const name of PAGE_SCRIPTS) {
    const source = await pageScript(name, { profile, language: 'en' })
    assert.doesNotThrow(() => parse(source, { ecmaVersion: 2017 }), name)
    assert.doesNotMatch(source, /__WECHAT__/)
  }
})
