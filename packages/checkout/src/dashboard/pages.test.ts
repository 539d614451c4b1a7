import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { paymentPage } from './payments/payment-page.ts'
import { paymentsPage } from './payments/payments-page.ts'
import type { FrameView } from './shell/view.ts'

const FRAME: FrameView = {
  language: 'en',
  now: Date.UTC(2025, 10, 22, 10),
  timeZone: '+08:00',
  home: '/dashboard',
  path: '/dashboard/payments',
  permissions: [],
}

test('an operator in Hong Kong reads each word in one form, and as Hong Kong writes it', async () => {
  const folder = new URL('./', import.meta.url)
  const files = await readdir(folder, { recursive: true })
  const texts = files.filter((file) => /(?:texts|explain[\w-]*)\.ts$/.test(file))
  assert.ok(texts.length > 5)
  for (const file of texts) {
    const text = await readFile(new URL(file, folder), 'utf8')
    assert.deepEqual(
      text.match(/.*(?:賬|幣種|無須|無需|打開|時間線|來由|回覆|答覆|位址|QR 碼|重新載入).*/g),
      null,
      file,
    )
  }
})

test('a status narrows the search that is already there', async () => {
  const query = { status: 'pending', q: 'A&B "1"' } as const
  const page = (
    await paymentsPage({ ...FRAME, query, accounts: [], saved: [], payments: [] })
  ).toString()
  assert.ok(page.includes('href="/dashboard/payments?q=A%26B+%221%22"'))
  assert.ok(page.includes('href="/dashboard/payments?q=A%26B+%221%22&amp;status=failed"'))
  assert.ok(page.includes('href="/dashboard/payments?status=pending"'))
  assert.ok(page.includes('value="A&amp;B &quot;1&quot;"'))
  assert.ok(page.includes('<input type="hidden" name="status" value="pending" />'))
})

test('text from outside stays text in the timeline', async () => {
  const hostile = '<img src=x onerror=alert(1)>'
  const createdAt = FRAME.now
  const page = (
    await paymentPage({
      ...FRAME,
      payment: {
        id: hostile,
        reference: hostile,
        status: 'created',
        amount: 1,
        currency: 'HKD',
        createdAt,
      },
      explanation: hostile,
      actions: { path: '/', canRefund: true, canCancel: true, noteId: 'not_1' },
      attempts: [
        { id: hostile, status: 'failed', method: 'own-account', createdAt, reason: hostile },
      ],
      events: [
        {
          at: createdAt,
          title: hostile,
          name: hostile,
          actor: 'payer',
          raw: hostile,
          details: [{ name: hostile, value: hostile }],
        },
      ],
    })
  ).toString()
  assert.ok(!page.includes('<img'))
  assert.ok(page.includes('&lt;img src=x onerror=alert(1)&gt;'))
})
