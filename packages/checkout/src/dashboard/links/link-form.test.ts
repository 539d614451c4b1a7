import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Account } from '../../accounts/account.ts'
import type { PaymentLink } from '../../links/payment-link.ts'
import { linkAsTyped, linkChangeTyped, newLinkTyped } from './link-form.ts'

const ZONE = '+08:00'
const ACCOUNT = { settings: { utcOffset: ZONE } } as Account
const LINK: PaymentLink = {
  id: 'lnk_1',
  accountId: 'acc_1',
  slug: 'abc',
  title: 'Mooncakes',
  currency: 'HKD',
  minAmount: 18_800,
  maxAmount: 18_800,
  stock: 200,
  startsAt: new Date('2026-03-02T04:00:30Z'),
  endsAt: undefined,
  isOncePerPayer: false,
  fields: [
    { key: 'table', label: 'Table number', isRequired: true },
    { key: 'answer_1', label: 'Your name', isRequired: false },
  ],
  successUrl: undefined,
  successMessage: undefined,
  payWithin: 600,
  metadata: {},
  disabledAt: undefined,
  createdAt: new Date('2026-03-01T04:00:00Z'),
  counts: { opens: 0, payments: 0, held: 0, paid: 0, paidAmount: 0 },
}

describe('the form of a new link', () => {
  it('is money, times in the zone of the accounts, and a question a line', () => {
    const typed = {
      title: 'Mooncakes',
      currency: 'HKD',
      amount: '188.00',
      min_amount: '',
      stock: 'many',
      starts_at: '2026-03-02T12:00',
      ends_at: 'soon',
      questions: 'Table number\r\n\r\n Your name ',
      success_url: '',
    }
    assert.deepEqual(newLinkTyped(typed, ZONE), {
      title: 'Mooncakes',
      currency: 'HKD',
      amount: 18_800,
      stock: 'many',
      starts_at: '2026-03-02T04:00:00.000Z',
      ends_at: 'soon',
      once_per_payer: false,
      fields: [
        { key: 'answer_1', label: 'Table number' },
        { key: 'answer_2', label: 'Your name' },
      ],
    })
  })
})

describe('the form of a link', () => {
  const shown = linkAsTyped(LINK, ZONE)
  const changes = (typed: Readonly<Record<string, string>>): object =>
    linkChangeTyped({ ...shown, ...typed }, LINK, ACCOUNT)

  it('changes nothing that is as the page showed it: a start keeps its seconds', () => {
    assert.equal(shown['starts_at'], '2026-03-02T12:00')
    assert.deepEqual(changes({}), {})
    assert.deepEqual(changes({ questions: 'Table number\r\nYour name' }), {})
  })

  it('takes away what was emptied', () => {
    assert.deepEqual(changes({ stock: '', starts_at: '' }), { stock: null, starts_at: null })
  })

  it('keeps the key of a question that stays, and gives a new one another', () => {
    assert.deepEqual(changes({ questions: 'Your name\nPhone' }), {
      fields: [
        { key: 'answer_1', label: 'Your name', required: false },
        { key: 'answer_2', label: 'Phone' },
      ],
    })
  })
})
