/** A figure that nobody measured: it was chosen, and the source holds it. */
export type Limit = {
  readonly document: string
  readonly figure: string
  readonly source: string
  /** How the source says it. */
  readonly text: string
}

type Held = readonly [figure: string, source: string, text: string]

const OF_QFPAY = 'QFPAY_LIMIT: RequestLimit = { perSecond: 100, perMinute: 400 }'
const ALLOWANCE = 'packages/checkout/src/budget/allowance.ts'
const ALLOWANCE_TEST = 'packages/checkout/src/budget/allowance.test.ts'
const CONNECTIONS = 'packages/checkout/src/database/connections/connections.ts'
const BATCH_LIMITS = 'packages/checkout/src/enquiries/batch-limits.ts'
const ENQUIRER = 'packages/checkout/src/enquiries/enquirer.ts'
const DELIVERY = 'packages/checkout/src/webhooks/webhook-delivery.ts'
const SETTINGS = 'packages/sandbox/src/state/settings.ts'
const CHECKOUT = 'packages/checkout/src/checkout.ts'
const EXCHANGES = 'packages/checkout/src/exchanges/prune-exchanges.ts'
const RESOURCE = 'packages/checkout/src/payments/payment-resource.ts'
const MEASURE = 'test/measure/waiting-payers.ts'
const WAITING_TEST = 'test/flow/waiting-payers.test.ts'

const HELD: Readonly<Record<string, readonly Held[]>> = {
  'README.md': [['97 scenarios', 'docs/scenarios.md', 'Each of these 97']],
  'docs/links.md': [
    ['100 KB', 'packages/checkout/src/posters/poster.test.ts', 'pdf.length < 100_000'],
  ],
  'ARCHITECTURE.md': [['9 s', CONNECTIONS, 'SILENCE_MS = 9_000']],
  'docs/security.md': [
    ['62 random bits', 'packages/checkout/src/platform/ids.ts', 'third & 0x3f'],
    ['24 random characters', 'packages/checkout/src/http/operator-key.ts', 'MIN_LENGTH = 24'],
  ],
  'SECURITY.md': [
    [
      '15 minutes',
      'packages/checkout/src/pay-page/authorization-state.ts',
      'LIFE_SECONDS = 15 * 60',
    ],
    ['64 KB', 'packages/checkout/src/http/read-body.ts', 'JSON_BYTES = 64 * 1024'],
    ['16 KB', 'packages/checkout/src/http/serve.ts', 'HEADER_BYTES = 16 * 1024'],
  ],
  'docs/mounting.md': [
    ['30 seconds', 'packages/checkout/src/pay-page/follow-payment.ts', 'MAX_POLL_MS = 25_000'],
  ],
  'docs/budget.md': [
    ['100 requests a second', ALLOWANCE, OF_QFPAY],
    ['400 a minute', ALLOWANCE, OF_QFPAY],
    // The promise; "Figures" says what was measured.
    ['300 waiting payers', MEASURE, 'PAYERS = 300'],
    ['3 s', WAITING_TEST, 'percentile(waitsMs, 95) <= 3_000'],
    ['95th percentile', WAITING_TEST, 'percentile(waitsMs, 95)'],
    ['25 requests', ALLOWANCE_TEST, 'burst: 25'],
    ['25', ALLOWANCE_TEST, 'burst: 25'],
    ['175 ms', ALLOWANCE_TEST, 'spacingMs: 175'],
    ['350 ms', ENQUIRER, 'PERMITS_PER_REQUEST * budget.spacingMs'],
    ['30 s', ALLOWANCE_TEST, 'aloneEveryMs: 30_000'],
    ['200 a minute', ALLOWANCE, '(perMinute * 0.05) / PROCESSES'],
    ['40 a second', ALLOWANCE, 'perSecond < 4 * PROCESSES'],
    ['99 orders', BATCH_LIMITS, 'MAX_BATCH = 99'],
    // Worked out from the burst, the spacing and the full request above.
    ['343 a minute', ALLOWANCE_TEST, 'spacingMs: 175'],
    ['6', ALLOWANCE, 'LEASE_MS = 1_000'],
    ['20', ALLOWANCE, 'perMinute * 0.05'],
    ['343 requests a minute', ALLOWANCE_TEST, 'spacingMs: 175'],
    ['171 new payers', ALLOWANCE_TEST, 'spacingMs: 175'],
    ['2.9 a second', ALLOWANCE_TEST, 'spacingMs: 175'],
    ['91 requests a minute', BATCH_LIMITS, 'MAX_BATCH = 99'],
    ['85 new payers', ENQUIRER, 'PERMITS_PER_REQUEST = 2'],
  ],
  'docs/concurrency.md': [
    ['5 requests a second', 'test/concurrency/world.ts', 'per_second: 5, per_minute: 400'],
  ],
  'docs/crashes.md': [
    ['4 s', 'test/crash/trials/random-kills.ts', 'MAX_MS = 4_000'],
    ['120 payers', 'test/crash/trials/gateway-gone.ts', 'NEWCOMERS = 120'],
  ],
  'docs/api.md': [
    ['128 characters', RESOURCE, 'plainText({ max: 128 })'],
    ['500 characters', RESOURCE, 'plainText({ min: 0, max: 500 })'],
    ['30 days', 'packages/checkout/src/http/idempotency.ts', 'KEPT_MS = 30 * DAY_MS'],
    ['30 days', 'packages/checkout/src/payments/payment-resource.ts', '.max(30 * DAY_SECONDS)'],
  ],
  'packages/checkout/README.md': [
    ['24 random characters', 'packages/checkout/src/http/operator-key.ts', 'MIN_LENGTH = 24'],
  ],
  'docs/database.md': [
    ['30 s', 'packages/checkout/src/database/database.ts', 'TURN_WITHIN_MS = 30_000'],
    ['8 s', CONNECTIONS, 'STATEMENT_WITHIN_MS = 8_000'],
    ['9 s', CONNECTIONS, 'SILENCE_MS = 9_000'],
    ['10 s', CONNECTIONS, 'CONNECT_WITHIN_MS = 10_000'],
    ['2 s', CONNECTIONS, 'CHECK_WITHIN_MS = 2_000'],
    ['3 s', 'packages/checkout/src/tasks/check-readiness.ts', 'LOOK_WITHIN_MS = 3_000'],
    ['10 min', 'packages/checkout/src/platform/rounds.ts', 'ROUND_WITHIN_MS = 10 * MINUTE_MS'],
    ['1 h', 'packages/checkout/src/platform/rounds.ts', 'BEGUN_WITHIN_MS = HOUR_MS'],
    ['400', CHECKOUT, 'events: 400'],
    ['180', CHECKOUT, 'notifications: 180'],
    ['30', CHECKOUT, 'deliveries: 30'],
    ['90', EXCHANGES, 'KEPT_MS = 90 * DAY_MS'],
    ['365 days', SETTINGS, 'refundWindowDays: z.int().min(1).default(365)'],
  ],
  'docs/phone.md': [
    ['700 ms', 'packages/sandbox/src/phone/browser/bridge.js', 'setTimeout(install, 700)'],
  ],
  'docs/promises.md': [
    ['300 payers', MEASURE, 'PAYERS = 300'],
    ['300 waiting payers', MEASURE, 'PAYERS = 300'],
    ['3 s', WAITING_TEST, 'percentile(waitsMs, 95) <= 3_000'],
    ['95 of 100', WAITING_TEST, 'percentile(waitsMs, 95)'],
  ],
  'docs/reconciliation.md': [
    [
      '366 days',
      'packages/checkout/src/reconciliation/reconciliation.ts',
      'MAX_RANGE_MS = 366 * DAY_MS',
    ],
    ['31 days', 'packages/checkout/src/reconciliation/daily.ts', 'MAX_RANGE_MS = 31 * DAY_MS'],
  ],
  'docs/refunds.md': [['365 days', SETTINGS, 'refundWindowDays: z.int().min(1).default(365)']],
  'docs/scenarios.md': [
    ['400 requests a minute', SETTINGS, 'requestsPerMinute: z.int().min(1).default(400)'],
  ],
  'docs/simulation.md': [
    ['90 s', 'test/simulation/faults.ts', 'random.whole(3_000, 90_000)'],
    ['100 days', 'test/simulation/pending-work.ts', 'MAX_DURATION_MS: number = 100 * DAY_MS'],
  ],
  'docs/timeline.md': [
    ['90 days', EXCHANGES, 'KEPT_MS = 90 * DAY_MS'],
    ['400 days', CHECKOUT, 'events: 400'],
    ['99 orders', BATCH_LIMITS, 'MAX_BATCH = 99'],
    ['99 lines', BATCH_LIMITS, 'MAX_BATCH = 99'],
    ['99 statements', BATCH_LIMITS, 'MAX_BATCH = 99'],
    ['5000 lines', 'packages/checkout/src/exchanges/exchange-recorder.ts', 'MAX_WAITING = 5_000'],
  ],
  'docs/webhooks.md': [
    ['15 seconds', 'packages/checkout/src/webhooks/send-webhook.ts', 'ANSWER_WITHIN_MS = 15_000'],
    ['5 s', DELIVERY, '5 * SECOND'],
    ['5 min', DELIVERY, '5 * MINUTE'],
    ['30 min', DELIVERY, '30 * MINUTE'],
    ['2 h', DELIVERY, '2 * HOUR'],
    ['5 h', DELIVERY, '5 * HOUR'],
    ['10 h', DELIVERY, '10 * HOUR'],
    ['14 h', DELIVERY, '14 * HOUR'],
    ['20 h', DELIVERY, '20 * HOUR'],
    ['24 h', DELIVERY, '24 * HOUR'],
    ['30 days', CHECKOUT, 'deliveries: 30'],
    ['24 hours', 'packages/checkout/src/webhooks/webhook-endpoint.ts', 'OVERLAP_MS = DAY_MS'],
  ],
  'packages/cli/README.md': [
    ['32 random characters', 'packages/cli/src/config.ts', 'secret.length < 32'],
    ['24 random characters', 'packages/checkout/src/http/operator-key.ts', 'MIN_LENGTH = 24'],
  ],
  'packages/qfpay/README.md': [
    ['100 requests', 'packages/qfpay/src/http/options.ts', '{ perSecond: 100, perMinute: 400 }'],
    ['20000', 'packages/qfpay/src/http/options.ts', 'options.timeoutMs ?? 20_000'],
    ['2', 'packages/qfpay/src/http/options.ts', 'options.retries ?? 2'],
  ],
  'docs/operators.md': [
    ['12 characters', 'packages/checkout/src/operators/operator.ts', 'const MIN_PASSWORD = 12'],
    ['30 seconds', 'packages/checkout/src/operators/throttle.ts', 'FIRST_WAIT_MS = 30_000'],
  ],
  'packages/sandbox/README.md': [
    ['100 requests a second', SETTINGS, 'requestsPerSecond: z.int().min(1).default(100)'],
    ['400 a minute', SETTINGS, 'requestsPerMinute: z.int().min(1).default(400)'],
    [
      '60 minutes',
      SETTINGS,
      '2 * MINUTE_MS,\n      10 * MINUTE_MS,\n      10 * MINUTE_MS,\n      HOUR_MS',
    ],
    ['15 hours', SETTINGS, '15 * HOUR_MS'],
    ['3 h', SETTINGS, '+3 h 22'],
    ['9 h', SETTINGS, '+9 h 22'],
    ['24 h', SETTINGS, '+24 h 22'],
    ['22 min', SETTINGS, '+24 h 22'],
    ['97 named scenarios', 'docs/scenarios.md', 'Each of these 97'],
  ],
  'examples/store/README.md': [['80 random bits', 'examples/store/src/order.ts', '80 random bits']],
  'examples/python-client/README.md': [['400 a minute', ALLOWANCE, OF_QFPAY]],
}

export const LIMITS: readonly Limit[] = Object.entries(HELD).flatMap(([document, held]) =>
  held.map(([figure, source, text]) => ({ document, figure, source, text })),
)
