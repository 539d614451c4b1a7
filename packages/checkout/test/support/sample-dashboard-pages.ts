import { reviewTitle } from '../../src/dashboard/explain-review.ts'
import { type Html, dashboardPolicy } from '../../src/dashboard/pages/frame.ts'
import { loginPage } from '../../src/dashboard/pages/login-page.ts'
import { paymentPage } from '../../src/dashboard/pages/payment-page.ts'
import { paymentsPage } from '../../src/dashboard/pages/payments-page.ts'
import { reconciliationPage } from '../../src/dashboard/pages/reconciliation-page.ts'
import type { DifferenceRow, RunRow } from '../../src/dashboard/pages/reconciliation-view.ts'
import { reconciliationsPage } from '../../src/dashboard/pages/reconciliations-page.ts'
import { refusalPage } from '../../src/dashboard/pages/refusal-page.ts'
import type { EventRow, FrameView, PaymentRow } from '../../src/dashboard/pages/view.ts'
import { exchangeRow } from '../../src/dashboard/show-exchange.ts'
import type { Exchange } from '../../src/exchanges/exchange.ts'
import type { Language } from '../../src/language/language.ts'
import type { PaymentStatus } from '../../src/payments/payment.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/platform/durations.ts'

export { dashboardPolicy }

const NOW = Date.UTC(2025, 10, 22, 10, 41, 12)
const MIDNIGHT = Date.UTC(2025, 10, 21, 16)

const SAID = {
  en: {
    goods: 'Two tins of Iron Goddess, 150 g',
    why: 'Paid. The enquiry at 18:30:07 answered 0000 with the same order number, amount and currency. The webhook was delivered and acknowledged; nothing is left to do.',
    pending:
      'A payer has the payment sheet open, or has left it. We ask QFPay again at 18:41:20 and stop when the prepay ends, at 20:30.',
    created: 'Payment created by the shop',
    opened: 'Payer opened the page in WeChat',
    authorized: 'Payer authorized; the code was exchanged once for an openid',
    recorded: 'Attempt written down before QFPay was asked',
    lost: 'The answer of QFPay was lost after 20 s; asking by order number instead of sending again',
    prepay: 'QFPay accepted the order and gave a prepay',
    launched: 'Payer was sent to the payment page',
    notified: 'QFPay notified a success; signature verified over the raw body',
    paid: 'Enquiry proved the payment',
    webhook: 'Merchant acknowledged payment.succeeded',
  },
  zh: {
    goods: '鐵觀音 150 克 兩罐',
    why: '已付款。QFPay 在 18:30:07 的查詢回覆 0000，單號、金額和貨幣一致。商戶的 webhook 已送達並確認，無須再處理。',
    pending:
      '付款人正在微信付款畫面，或已離開。我們會在 18:41:20 再次查詢，直到 20:30 預付單失效為止。',
    created: '商戶建立付款',
    opened: '付款人在微信中開啟頁面',
    authorized: '付款人已授權，code 已換取 openid',
    recorded: '向 QFPay 下單前先記錄付款嘗試',
    lost: 'QFPay 的回覆在 20 秒後遺失；改以單號查詢，不重複下單',
    prepay: 'QFPay 接受訂單並返回預付單',
    launched: '付款人前往 QFPay 付款頁面',
    notified: 'QFPay 通知成功；已按原始內容驗證簽名',
    paid: '查詢證實付款成功',
    webhook: '商戶已確認 payment.succeeded',
  },
}

/** Every page an operator can meet, by name. */
export function sampleDashboardPages(language: Language): Readonly<Record<string, Html>> {
  const said = SAID[language === 'en' ? 'en' : 'zh']
  const frame: FrameView = {
    language,
    now: NOW,
    timeZone: '+08:00',
    home: '/dashboard',
    path: '/dashboard/payments',
    environment: 'sandbox',
  }
  const list = {
    ...frame,
    payments: rows(said.goods),
    forged: [{ account: 'Harbour Tea House', times: 41 }],
    olderPath: '/dashboard/payments?after=x',
  }
  const door = {
    language,
    home: '/dashboard',
    loginPath: '/dashboard/login',
    environment: 'sandbox',
  }
  const id = 'pay_01JD3X8Q5T7W9YB2C4E6G8HKMN'
  const one = {
    ...frame,
    payment: {
      id,
      reference: 'HTH-20251122-0417',
      status: 'succeeded' as PaymentStatus,
      amount: 128_800,
      currency: 'HKD',
      refunded: 8_800,
      description: said.goods,
      account: 'Harbour Tea House',
      createdAt: NOW - 12 * MINUTE_MS,
      expiresAt: NOW + 18 * MINUTE_MS,
      paidAt: NOW - 11 * MINUTE_MS,
      payUrl: `https://pay.example.com/pay/${id}`,
      facts: [{ name: 'chnlsn', value: '4200002501202511224417310982' }],
    },
    explanation: said.why,
    attempts: [
      {
        id: 'att_01JD3X8RZ4V6M8P0S2T4W6Y8AB',
        status: 'succeeded' as const,
        method: 'cashier' as const,
        syssn: '20251122180500020044170098',
        createdAt: NOW - 12 * MINUTE_MS + 9_400,
      },
    ],
    webhooks: [
      {
        name: 'payment.created',
        url: 'https://shop.example.com/webhooks',
        status: 'delivered' as const,
        tries: 1,
        triedAt: NOW - 12 * MINUTE_MS,
      },
      {
        name: 'payment.succeeded',
        url: 'https://shop.example.com/webhooks',
        status: 'failed' as const,
        tries: 10,
        triedAt: NOW - 11 * MINUTE_MS,
        failure: 'The endpoint answered 500, and only 2xx means received',
        replay: { path: '/dashboard/payments/x/replay', endpoint: 'whe_x', delivery: 'whd_x' },
      },
    ],
    events: events(said, language),
  }
  return {
    login: loginPage(door),
    'login-wrong-key': loginPage({ ...door, problem: 'wrong-key', next: '/dashboard/payments/x' }),
    'login-ended': loginPage({ ...door, problem: 'session-ended' }),
    refusal: refusalPage({
      language,
      problem: 'foreign-form',
      home: '/dashboard',
      supportId: 'req_7K2M9QXW',
    }),
    payments: paymentsPage({ ...list, filter: {} }),
    'payments-filtered': paymentsPage({
      ...list,
      payments: list.payments.filter(({ status }) => status === 'pending'),
      filter: { status: 'pending', text: 'HTH-2025' },
      newerPath: '/dashboard/payments?before=x',
    }),
    'payments-none': paymentsPage({ ...frame, payments: [], filter: {} }),
    'payments-none-found': paymentsPage({ ...frame, payments: [], filter: { text: 'x' } }),
    reconciliations: reconciliationsPage({
      ...frame,
      runs: runs(),
      olderPath: '/dashboard/reconciliations?after=x',
    }),
    'reconciliations-none': reconciliationsPage({ ...frame, runs: [] }),
    reconciliation: reconciliationPage({
      ...frame,
      run: wholeRun(runs()[1], { completedAt: NOW - 7 * HOUR_MS }),
      filter: {},
      differences: differences(),
      nextPath: '/dashboard/reconciliations/x?after=x',
    }),
    'reconciliation-running': reconciliationPage({
      ...frame,
      run: wholeRun(runs()[0], {}),
      filter: { isResolved: true },
      differences: [],
      firstPath: '/dashboard/reconciliations/x',
    }),
    'reconciliation-stalled': reconciliationPage({
      ...frame,
      run: wholeRun(runs()[2], { failure: said.lost, workAt: NOW + 90_000 }),
      filter: {},
      differences: [],
    }),
    'reconciliation-agrees': reconciliationPage({
      ...frame,
      run: wholeRun(runs()[3], { completedAt: NOW - 31 * HOUR_MS }),
      filter: {},
      differences: [],
    }),
    payment: paymentPage(one),
    'payment-pending': paymentPage({
      ...one,
      payment: { ...one.payment, status: 'pending', refunded: 0, isInReview: true },
      explanation: said.pending,
      review: {
        path: '/dashboard/payments/x/review',
        seen: '[]',
        reviews: [
          {
            title: reviewTitle('amount_mismatch', language),
            detail:
              "att_01JD3X8RZ4V6M8P0S2T4W6Y8AB: asked for HK$1,288.00, the gateway's row says HK$128.80",
          },
        ],
        problem: 'changed',
      },
      attempts: one.attempts.map((attempt) => ({ ...attempt, status: 'launched' as const })),
      events: one.events.slice(0, 7),
    }),
    'payment-new': paymentPage({
      ...one,
      payment: {
        id,
        reference: 'A-1',
        status: 'created',
        amount: 1,
        currency: 'CNY',
        createdAt: NOW,
      },
      attempts: [],
      events: [],
    }),
  }
}

function rows(goods: string): PaymentRow[] {
  const statuses = [
    'pending',
    'succeeded',
    'succeeded',
    'created',
    'failed',
    'succeeded',
    'expired',
    'pending',
    'canceled',
    'succeeded',
    'succeeded',
    'succeeded',
  ] as const
  const amounts = [
    128_800, 4_250, 99_900, 1_000, 1_234_567, 38_000, 6_600, 2_100, 50_000, 8_888, 71_250, 300,
  ]
  return statuses.map((status, index) => ({
    path: `/dashboard/payments/${index}`,
    id: `pay_01JD3X8Q5T7W9YB2C4E6G8HK${String(index).padStart(2, '0')}`,
    reference: `HTH-20251122-${String(417 - index).padStart(4, '0')}`,
    status,
    amount: amounts[index] ?? 100,
    currency: index === 5 ? 'CNY' : index === 8 ? 'SGD' : 'HKD',
    ...(index % 3 === 0 ? { description: goods } : {}),
    ...(index === 2 ? { refunded: 20_000 } : {}),
    ...(index === 7 ? { isInReview: true } : {}),
    createdAt: NOW - index * index * 17 * MINUTE_MS - 40_000,
  }))
}

type RunView = Parameters<typeof reconciliationPage>[0]['run']

function wholeRun(run: RunRow | undefined, more: Partial<RunView>): RunView {
  if (run === undefined) throw new Error('There is no such sample')
  return {
    ...run,
    createdAt: run.to + 4 * HOUR_MS,
    csvPath: `${run.path}/differences.csv`,
    ...more,
  }
}

function runs(): readonly RunRow[] {
  const run = (index: number, changed: Partial<RunRow>): RunRow => ({
    path: `/dashboard/reconciliations/${index}`,
    id: `rcn_01JD3X8Q5T7W9YB2C4E6G8HK${String(index).padStart(2, '0')}`,
    cause: 'daily',
    status: 'completed',
    from: MIDNIGHT - (index + 1) * 24 * HOUR_MS,
    to: MIDNIGHT - (index - 1) * 24 * HOUR_MS,
    readUntil: MIDNIGHT - (index - 1) * 24 * HOUR_MS,
    transactions: 1_204 - 97 * index,
    counts: [],
    account: 'Harbour Tea House',
    ...changed,
  })
  return [
    run(0, {
      cause: 'merchant',
      status: 'running',
      from: MIDNIGHT + HOUR_MS,
      to: MIDNIGHT + 9 * HOUR_MS,
      readUntil: MIDNIGHT + 6 * HOUR_MS,
      transactions: 83,
      counts: [{ kind: 'paid_unrecorded', resolved: 1, reported: 0 }],
    }),
    run(1, {
      counts: [
        { kind: 'paid_unrecorded', resolved: 3, reported: 0 },
        { kind: 'amount', resolved: 0, reported: 1 },
        { kind: 'refund', resolved: 1, reported: 2 },
        { kind: 'unreadable', resolved: 0, reported: 1 },
      ],
    }),
    run(2, { status: 'stalled', readUntil: MIDNIGHT - 40 * HOUR_MS, transactions: 12 }),
    run(3, {}),
    run(4, { counts: [{ kind: 'duplicate', resolved: 1, reported: 0 }] }),
    run(5, { transactions: 0 }),
  ]
}

function differences(): readonly DifferenceRow[] {
  const payment = { path: '/dashboard/payments/x', reference: 'HTH-20251120-0312' }
  const numbers = {
    outTradeNo: 'att_01JD3X8RZ4V6M8P0S2T4W6Y8AB',
    syssn: '20251120180500020044170098',
    recordedAt: MIDNIGHT - 20 * HOUR_MS,
  }
  return [
    {
      kind: 'paid_unrecorded',
      outcome: 'recorded',
      message: 'paid at QFPay, launched here',
      payment,
      ...numbers,
      ours: 'launched, HK$1,288.00',
      theirs: 'succeeded, HK$1,288.00',
    },
    {
      kind: 'amount',
      outcome: 'reported',
      message: 'HK$1,288.00 here, HK$128.80 at QFPay',
      payment: { ...payment, reference: 'HTH-20251120-0298' },
      ...numbers,
      ours: 'succeeded, HK$1,288.00',
      theirs: 'succeeded, HK$128.80',
    },
    {
      kind: 'unknown',
      outcome: 'reported',
      message: 'paid at QFPay under a number that Tael did not make',
      ...numbers,
      outTradeNo: 'TILL-7-20251120-00000000000000000000000000000000000041',
      theirs: 'succeeded, 900 JPY',
    },
    {
      kind: 'duplicate',
      outcome: 'refunded',
      message: 'a second order of this payment is paid at QFPay',
      payment,
      ...numbers,
      ours: 'lapsed, HK$1,288.00',
      theirs: 'succeeded, HK$1,288.00',
    },
  ]
}

function events(said: (typeof SAID)['en'], language: Language): EventRow[] {
  const at = (seconds: number): number => NOW - 12 * MINUTE_MS + seconds * 1000
  const trade = { name: 'out_trade_no', value: 'att_01JD3X8RZ4V6M8P0S2T4W6Y8AB' }
  return [
    {
      at: at(0),
      title: said.created,
      name: 'payment.created',
      actor: 'merchant',
      details: [{ name: 'reference', value: 'HTH-20251122-0417' }],
    },
    { at: at(8.2), title: said.opened, name: 'attempt.opened', actor: 'payer' },
    { at: at(9.1), title: said.authorized, name: 'attempt.authorized', actor: 'wechat' },
    {
      at: at(9.4),
      title: said.recorded,
      name: 'attempt.recorded',
      actor: 'tael',
      details: [trade],
    },
    {
      at: at(29.4),
      title: said.lost,
      name: 'gateway.unanswered',
      actor: 'gateway',
      isProblem: true,
      details: [
        trade,
        { name: 'endpoint', value: 'POST /trade/v1/payment' },
        { name: 'outcome', value: 'unknown' },
      ],
    },
    {
      at: at(30.1),
      title: said.prepay,
      name: 'attempt.prepared',
      actor: 'gateway',
      details: [
        { name: 'syssn', value: '20251122180500020044170098' },
        { name: 'respcd', value: '0000' },
      ],
    },
    { at: at(30.3), title: said.launched, name: 'attempt.launched', actor: 'payer' },
    exchangeRow(unpaidEnquiries(at(36)), { language, timeZone: '+08:00' }),
    {
      at: at(64.7),
      title: said.notified,
      name: 'notification.received',
      actor: 'gateway',
      raw: '{"status": "1", "pay_type": "800207", "sysdtm": "2025-11-22 18:29:42",\n "paydtm": "2025-11-22 18:30:05", "txamt": "128800", "txcurrcd": "HKD",\n "respcd": "0000", "notify_type": "payment"}',
    },
    {
      at: at(65),
      title: said.paid,
      name: 'payment.succeeded',
      actor: 'tael',
      details: [
        { name: 'respcd', value: '0000' },
        { name: 'txamt', value: '128800 HKD' },
        { name: 'verdict', value: 'paid' },
      ],
    },
    {
      at: at(65.6),
      title: said.webhook,
      name: 'webhook.delivered',
      actor: 'merchant',
      details: [
        { name: 'status', value: '200' },
        { name: 'took', value: '184 ms' },
      ],
    },
  ]
}

/** What went over the wire while the payer thought it over. */
function unpaidEnquiries(at: number): Exchange {
  const about = 'att_01JD3X8RZ4V6M8P0S2T4W6Y8AB'
  return {
    id: 'exc_01JD3X8V2T4W6Y8AB0C2E4G6HJ',
    kind: 'request',
    about,
    sentAt: new Date(at),
    lastAt: new Date(at + 24_000),
    times: 9,
    facts: {
      endpoint: '/trade/v1/query',
      attempt: 1,
      why: 'waiting',
      durationMs: 184,
      httpStatus: 200,
      signature: 'absent',
      respcd: '0000',
      meaning: 'success',
      verdict: 'unpaid',
      askAgainAt: new Date(at + 31_000).toISOString(),
      askedWith: 39,
      request: { out_trade_no: about, page: '1', page_size: '100' },
      answer: {
        respcd: '0000',
        data: [{ out_trade_no: about, respcd: '1143', cardcd: '[masked]' }],
      },
    },
  }
}
