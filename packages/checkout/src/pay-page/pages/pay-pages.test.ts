import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  SAMPLE_PAY_PARAMS,
  samplePayerPages,
  samplePayment,
} from '../../../test/support/sample-payer-pages.ts'
import type { Language } from '../../language/language.ts'
import { payPageAssets, payPagePolicy } from '../pay-page-assets.ts'
import { launchPage } from './launch-page.ts'
import type { Html } from './pay-document.ts'
import { problemPage } from './problem-page.ts'
import { payPageTexts } from './texts.ts'

const LANGUAGES: readonly Language[] = ['en', 'zh-Hans', 'zh-Hant']

async function everyPage(): Promise<[name: string, text: string][]> {
  const pages = LANGUAGES.flatMap((language) =>
    Object.entries(samplePayerPages(language)).map(
      ([name, page]) => [`${language}/${name}`, page] as const,
    ),
  )
  return Promise.all(pages.map(async ([name, page]) => [name, await text(page)]))
}

async function text(page: Html): Promise<string> {
  return (await page).toString()
}

test('every page is smaller than 12 KB, uncompressed', async () => {
  for (const [name, page] of await everyPage()) {
    assert.ok(Buffer.byteLength(page) < 12_000, `${name}: ${Buffer.byteLength(page)} bytes`)
  }
})

test('the policy allows the one style sheet of a page and nothing else inside it', async () => {
  for (const [name, page] of await everyPage()) {
    const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css = '']) => css)
    assert.equal(styles.length, 1, name)
    const hash = createHash('sha256')
      .update(styles[0] ?? '')
      .digest('base64')
    assert.ok(payPagePolicy().includes(`style-src 'sha256-${hash}'`), name)
    assert.doesNotMatch(page, /\sstyle=|\son[a-z]+=|javascript:/i, name)
    const scripts = [...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)
    assert.deepEqual(
      scripts,
      [`<script data-cfasync="false" defer src="${payPageAssets().path}">`],
      name,
    )
  }
})

test('every page says that it has no icon, in the one way its policy allows', async () => {
  assert.match(payPagePolicy(), /; img-src data:;/)
  for (const [name, page] of await everyPage()) {
    assert.ok(page.includes('<link rel="icon" href="data:," />'), name)
    assert.doesNotMatch(page, /<img/, name)
  }
})

test('every page names its language and has one heading', async () => {
  for (const [name, page] of await everyPage()) {
    assert.ok(page.includes(`<html lang="${name.split('/')[0] ?? ''}">`), name)
    assert.equal(page.match(/<h1>/g)?.length, 1, name)
  }
})

test('text from a merchant or WeChat stays text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (words, value) => {
      const hostile = `"'><script>${words}</script>&amp;`
      const payParams = { ...SAMPLE_PAY_PARAMS, package: `${hostile}${value}` }
      const page = await text(
        launchPage({
          ...samplePayment('en'),
          merchantName: hostile,
          description: hostile,
          reference: hostile,
          statusPath: '/waits',
          status: hostile,
          returnPath: hostile,
          authorizePath: hostile,
          saidPath: hostile,
          continueUrl: hostile,
          payParams,
        }),
      )
      assert.equal(page.match(/<script/g)?.length, 1)
      const [, attribute = ''] = /data-pay-params="([^"]*)"/.exec(page) ?? []
      assert.deepEqual(JSON.parse(unescape(attribute)), payParams)
    }),
  )
})

test('a problem that trying again cannot solve offers no way to try', async () => {
  const { assets } = samplePayment('en')
  const hopeless = ['link-unknown', 'account', 'too-many-attempts'] as const
  for (const problem of [...hopeless, 'restart', 'cookies-needed', 'busy'] as const) {
    const page = await text(
      problemPage({
        language: 'en',
        languagePath: '',
        assets,
        problem,
        supportId: 'req_1',
        retryPath: '/pay/x',
      }),
    )
    const isHopeless = hopeless.some((each) => each === problem)
    assert.equal(page.includes('href="/pay/x"'), !isHopeless, problem)
  }
})

test('the three languages say the same things', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value
  for (const language of LANGUAGES) {
    assert.deepEqual(shape(payPageTexts[language]), shape(payPageTexts.en), language)
  }
})

function unescape(attribute: string): string {
  return attribute
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
