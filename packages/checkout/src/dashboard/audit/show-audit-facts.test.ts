import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountFacts, type AccountSettings } from '../../accounts/account.ts'
import type { AuditFacts } from '../../audit/audit-entry.ts'
import { LANGUAGES } from '../../language/language.ts'
import { linkFacts, type PaymentLink } from '../../links/payment-link.ts'
import type { ShownFact } from '../operators/operator-view.ts'
import { showFacts, type FactsShown } from './show-audit-facts.ts'

type Complete<T> = { readonly [Name in keyof T]-?: Exclude<T[Name], undefined> }

const SHOWN: FactsShown = { language: 'en', timeZone: '+08:00' }
const NOON = new Date('2026-03-02T04:00:00Z')
const SETTINGS: Complete<AccountSettings> & {
  readonly wechat: Complete<AccountSettings['wechat']>
} = {
  flow: 'own-account',
  host: 'https://gateway.example.com',
  cashierUrl: 'https://gateway.example.com/q/direct',
  appCode: 'A1',
  mchid: 'M1',
  signType: 'MD5',
  payType: '800207',
  utcOffset: '+08:00',
  timeZone: 'America/Toronto',
  currencyScales: { JPY: 0 },
  requestLimit: { perSecond: 4, perMinute: 100 },
  latePayments: 'refund',
  closesOrders: true,
  refundApprovalAbove: 50_000,
  returnOrigins: ['https://shop.example.com', 'https://other.example.com'],
  wechat: {
    appid: 'wx1',
    authorizeHost: 'https://open.weixin.qq.com',
    apiHost: 'https://api.weixin.qq.com',
    verificationFile: 'MP_verify_1.txt',
  },
}
const LINK: Complete<PaymentLink> = {
  id: 'lnk_1',
  accountId: 'acc_1',
  slug: 'abc',
  title: 'Mooncakes',
  currency: 'HKD',
  minAmount: 18_800,
  maxAmount: 20_000,
  stock: 200,
  startsAt: NOON,
  endsAt: NOON,
  isOncePerPayer: true,
  fields: [{ key: 'table', label: 'Table number', isRequired: true }],
  successUrl: 'https://shop.example.com/thanks',
  successMessage: 'Thank you',
  payWithin: 600,
  metadata: { poster: 'window' },
  disabledAt: NOON,
  createdAt: NOON,
  counts: { opens: 0, payments: 0, held: 0, paid: 0, paidAmount: 0 },
}

/** As the database gives it back. */
function stored(facts: AuditFacts): AuditFacts {
  return JSON.parse(JSON.stringify(facts)) as AuditFacts
}

/** `name: before → after`, or what there is of it. */
function lines(facts: readonly ShownFact[]): readonly string[] {
  return facts.map(
    ({ name, before, after }) =>
      `${name}: ${[before, after].filter((each) => each !== undefined).join(' → ')}`,
  )
}

describe('what the audit log says of a thing', () => {
  for (const { language } of LANGUAGES) {
    it(`has a name for each fact of an account and of a payment link: ${language}`, () => {
      const account = { name: 'Shop', settings: SETTINGS, disabledAt: undefined }
      const facts = accountFacts(account as Parameters<typeof accountFacts>[0])
      for (const after of [facts, linkFacts(LINK)].map(stored)) {
        const shown = showFacts({ action: 'account.added', after }, { ...SHOWN, language })
        const raw = [
          ...Object.keys(after),
          ...Object.keys(SETTINGS.wechat),
          'perSecond',
          'perMinute',
        ]
        const asInApi = ['mchid', 'appid']
        const unnamed = shown.filter(({ name }) => raw.includes(name) && !asInApi.includes(name))
        assert.deepEqual(unnamed, [])
        assert.deepEqual(
          shown.filter(({ name }) => name.includes('.')),
          [],
        )
      }
    })
  }

  it('is each field before and after, and nothing that stayed', () => {
    const { mchid: _, ...settings } = SETTINGS
    const [before, after] = [
      { ...settings, name: 'Harbour', requestLimit: { perSecond: 4, perMinute: 100 } },
      {
        ...SETTINGS,
        name: 'Harbour Tea',
        requestLimit: { perSecond: 4, perMinute: 120 },
        closesOrders: false,
        returnOrigins: [],
        refundApprovalAbove: undefined,
        clientKey: 'replaced',
      },
    ].map(stored)
    assert.deepEqual(lines(showFacts({ action: 'account.changed', before, after }, SHOWN)), [
      'Name: Harbour → Harbour Tea',
      'mchid: none → M1',
      'Requests a minute, at most: 100 → 120',
      'Close orders at QFPay when a payment is over: yes → no',
      'Refunds above this need a second person: 500.00 → none',
      'Where payers may be sent back to: https://shop.example.com; https://other.example.com → none',
      'client_key: none → replaced',
    ])
  })

  it('is money with its currency, times in the zone of the page, and words in its language', () => {
    const of = (action: 'payment_link.created' | 'operator.changed', facts: object) =>
      lines(showFacts({ action, ...facts }, { ...SHOWN, language: 'zh-Hant' }))
    assert.deepEqual(of('payment_link.created', { after: stored(linkFacts(LINK)) }).slice(0, 9), [
      '用途: Mooncakes',
      '最低: HK$188.00',
      '最高: HK$200.00',
      '名額: 200',
      '開始: 2026年3月2日 12:00:00 GMT+8',
      '結束: 2026年3月2日 12:00:00 GMT+8',
      '每位付款人限付一次: 是',
      '請付款人填寫: Table number',
      '付款後前往的網址: https://shop.example.com/thanks',
    ])
    assert.deepEqual(
      of('operator.changed', { before: { role: 'read' }, after: { role: 'administer' } }),
      ['角色: 查看 → 管理'],
    )
  })

  it('is one amount where it is fixed, and one permission where a key may do everything', () => {
    const link = linkFacts({ ...LINK, minAmount: 18_800, maxAmount: 18_800 })
    assert.deepEqual(
      lines(showFacts({ action: 'payment_link.created', after: stored(link) }, SHOWN)).slice(1, 3),
      ['Amount: HK$188.00', 'Stock: 200'],
    )
    const permissions = ['administer', 'read', 'create_payments', 'refund']
    assert.deepEqual(lines(showFacts({ action: 'api_key.added', after: { permissions } }, SHOWN)), [
      'Permissions: May do everything for this account',
    ])
  })

  it('tells a status of a refund from one of a payment', () => {
    const facts = { before: { status: 'pending' }, after: { happened: false } } as const
    assert.deepEqual(lines(showFacts({ action: 'refund.ended', ...facts }, SHOWN)), [
      'Status, before: At QFPay',
      'The money moved: no',
    ])
    const canceled = { before: { status: 'pending' }, after: { status: 'canceled' } }
    assert.deepEqual(lines(showFacts({ action: 'payment.canceled', ...canceled }, SHOWN)), [
      'Status: Pending → Canceled',
    ])
  })

  it('calls operators by their names, and reviews by what they are about', () => {
    const names = new Map([['opr_ada', 'Ada']])
    assert.deepEqual(
      lines(
        showFacts(
          { action: 'difference.assigned', before: {}, after: { assignedTo: 'opr_ada' } },
          { ...SHOWN, names },
        ),
      ),
      ['Who works on it: none → Ada'],
    )
    const reviews = [{ code: 'unanswered', subject: 'att_1' }, { code: 'of a later version' }]
    assert.deepEqual(lines(showFacts({ action: 'payment.reviewed', before: { reviews } }, SHOWN)), [
      'To look at: QFPay has not answered for a day whether it was paid; of a later version',
    ])
  })
})
