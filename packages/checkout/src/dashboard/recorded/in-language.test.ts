import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { classify } from '@tael/qfpay'
import { judgeTry } from '../../webhooks/webhook-delivery.ts'
import { ACCOUNT_CHECK_TEXTS } from './account-check-texts.ts'
import { FORM_REFUSAL_TEXTS } from './form-refusal-texts.ts'
import { GATEWAY_TEXTS } from './gateway-texts.ts'
import { inLanguage } from './in-language.ts'
import { RECORDED_TEXTS } from './recorded-texts.ts'
import { RESPCD_TEXTS } from './respcd-texts.ts'

const TEXTS = [
  ...RECORDED_TEXTS,
  ...FORM_REFUSAL_TEXTS,
  ...ACCOUNT_CHECK_TEXTS,
  ...GATEWAY_TEXTS,
  ...RESPCD_TEXTS,
]
const PLACES = /\{=?(\w+)\}/g

test('a recorded sentence is read in the language of the operator, with its own numbers', () => {
  const said: readonly (readonly [english: string, simplified: string])[] = [
    ['The payer continued with att_1', '付款人改用 att_1 继续'],
    ['The authorization was refused: unexpected fault', '授权未成功：意外故障'],
    [
      '/trade/v1/payment answered 1201, the payer\'s balance is too low (余额 "0"). Start over with a new number, or let the payer choose another way to pay.',
      '/trade/v1/payment 答复 1201：付款人余额不足（“余额 "0"”）。请用新单号重新开始，或让付款人选择其他支付方式。',
    ],
    ['"url": must not have a fragment', '“url”：不能含有 # 之后的部分'],
  ]
  for (const [english, simplified] of said) {
    assert.equal(inLanguage(english, 'zh-Hans'), simplified)
    assert.equal(inLanguage(english, 'en'), english)
  }
})

test('what somebody else said stays in their words, and is marked as theirs', () => {
  assert.equal(inLanguage('the bank is closed', 'zh-Hans'), '“the bank is closed”')
  assert.equal(inLanguage('the bank is closed', 'zh-Hant'), '「the bank is closed」')
  const told = 'The endpoint could not be reached: connect ECONNREFUSED'
  assert.equal(inLanguage(told, 'zh-Hant'), '無法連接端點：「connect ECONNREFUSED」')
  const unknown = '/trade/v1/refund answered 1204, nobody knows why. Try again later.'
  assert.equal(inLanguage(unknown, 'zh-Hans'), `“${unknown}”`)
})

test('every code of QFPay has a meaning and an advice in each language', () => {
  for (let code = 0; code < 10_000; code += 1) {
    const { meaning, hint } = classify(String(code).padStart(4, '0'))
    for (const text of [meaning, hint]) {
      assert.doesNotMatch(inLanguage(text, 'zh-Hans'), /^“/, text)
      assert.doesNotMatch(inLanguage(text, 'zh-Hant'), /^「/, text)
    }
  }
})

test('why a delivery failed is said in each language', () => {
  for (const status of [302, 400, 410, 500]) {
    const answer = { kind: 'answered', status, body: '', retryAfter: undefined } as const
    const verdict = judgeTry({ tries: 1, answer, now: new Date(0), random: 0 })
    assert.ok(verdict.status !== 'delivered')
    assert.match(inLanguage(verdict.failure, 'zh-Hant'), /^端點回應 \d{3}，/)
  }
})

test('a sentence has the same places in each language, and is one that the code writes', async () => {
  const source = await sourceOf(['../..', '../../../../qfpay/src'])
  for (const [english, ...others] of TEXTS) {
    const places = [...english.matchAll(PLACES)].map(([, name]) => name).toSorted()
    for (const other of others) {
      const its = [...other.matchAll(PLACES)].map(([, name]) => name).toSorted()
      assert.deepEqual(its, places, english)
    }
    for (const part of english.split(/\{=?\w+\}|"/)) {
      const words = part.replace(/^\W+|\W+$/g, '')
      assert.ok(source.includes(words), `nothing writes “${words}”`)
    }
  }
})

/** All code of some folders, without the texts that are tested. */
async function sourceOf(folders: readonly string[]): Promise<string> {
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const url = new URL(`${folder}/`, import.meta.url)
      const files = (await readdir(url, { recursive: true })).filter(
        (file) => /\.ts$/.test(file) && !/test\.ts$|texts\.ts$/.test(file),
      )
      return Promise.all(files.map((file) => readFile(new URL(file, url), 'utf8')))
    }),
  )
  return texts.flat().join('\n').replaceAll("\\'", "'")
}
