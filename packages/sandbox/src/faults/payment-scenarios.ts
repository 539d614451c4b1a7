import { ANSWER_SCENARIOS } from './answer-scenarios.ts'
import { NOTIFICATION_SCENARIOS } from './notification-scenarios.ts'
import type { Scenario } from './scenario.ts'

const MINUTE_MS = 60_000

/** Things that go wrong with an order; its `txamt` sets them off. */
export const PAYMENT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'pending-forever',
    on: 'payment',
    amount: 40001,
    happens: 'The payer confirms; enquiries say 1145 for ever.',
    standsFor: 'A channel that never answers: poll to a deadline, then leave it to the schedule.',
    faults: [{ effect: { kind: 'settle', afterMs: null } }],
  },
  {
    name: 'pending-then-paid',
    on: 'payment',
    amount: 40002,
    happens: 'The payer confirms; 1145 for ten seconds, then paid and notified.',
    standsFor: 'The ordinary slow payment: the page says "confirming".',
    faults: [{ effect: { kind: 'settle', afterMs: 10_000 } }],
  },
  {
    name: 'pending-then-failed',
    on: 'payment',
    amount: 40003,
    happens: 'The payer confirms; 1145 for thirty seconds, then 1204.',
    standsFor: 'The bank refuses late; nobody is notified of a failure.',
    faults: [{ effect: { kind: 'settle', afterMs: 30_000, outcome: 'failed' } }],
  },
  {
    name: 'paid-late',
    on: 'payment',
    amount: 40004,
    happens: 'The payer confirms; 1143 for forty-five minutes, then paid.',
    standsFor: 'Money that arrives after the merchant’s own deadline is real money.',
    faults: [{ effect: { kind: 'settle', afterMs: 45 * MINUTE_MS, shown: '1143' } }],
  },
  {
    name: 'paid-after-expiry',
    on: 'payment',
    amount: 40005,
    happens: 'The payer confirms; after two hours 1181, five minutes later paid.',
    standsFor: 'Failed can still become paid: a late success must be honored or refunded.',
    faults: [{ effect: { kind: 'settle', afterMs: 125 * MINUTE_MS, shown: '1143' } }],
  },
  {
    name: 'insufficient-balance',
    on: 'payment',
    amount: 40006,
    happens: 'The payment sheet fails: the payer’s balance is too low. The order stays unpaid.',
    standsFor: 'The payer may try again with the same pay_params.',
    faults: [{ effect: { kind: 'wallet', outcome: 'insufficient-balance' } }],
  },
  {
    name: 'payer-cancels',
    on: 'payment',
    amount: 40007,
    happens: 'The sheet ends in cancel, whatever the payer presses. The order stays unpaid.',
    standsFor: 'A cancel is not notified, and the order can still be paid.',
    faults: [{ effect: { kind: 'wallet', outcome: 'cancel' } }],
  },
  {
    name: 'bank-refuses',
    on: 'payment',
    amount: 40008,
    happens: 'The sheet ends in fail, and enquiries say 1204.',
    standsFor: 'A failure is not notified: only the enquiry knows.',
    faults: [{ effect: { kind: 'wallet', outcome: 'fail' } }],
  },
  {
    name: 'liar-bridge',
    on: 'payment',
    amount: 40009,
    happens: 'The bridge says ok; nothing was paid.',
    standsFor: 'What the payer’s browser says is no proof.',
    faults: [{ effect: { kind: 'wallet', outcome: 'liar' } }],
  },
  {
    name: 'silent-bridge',
    on: 'payment',
    amount: 40010,
    happens: 'The order is paid; the page’s callback never runs.',
    standsFor: 'WeChat may close the page after success: the result must not hang on the callback.',
    faults: [{ effect: { kind: 'wallet', outcome: 'silent' } }],
  },
  {
    name: 'paid-twice',
    on: 'payment',
    amount: 40011,
    happens: 'Another open order of the merchant with the same amount is paid along with it.',
    standsFor: 'Two tabs, or two payers, pay two orders of one purchase: one has to go back.',
    faults: [{ effect: { kind: 'pay-another-too' } }],
  },
  {
    name: 'risk-stop',
    on: 'payment',
    amount: 40012,
    happens: 'The order is refused: 1294, every time.',
    standsFor: 'A stop by risk control must never be retried by a machine.',
    faults: [
      {
        effect: { kind: 'respond', when: 'before', respcd: '1294' },
        endpoint: 'payment',
        times: null,
      },
    ],
  },
  {
    name: 'clock-skew',
    on: 'payment',
    amount: 40013,
    happens: 'The gateway’s clock is ten minutes ahead in all that it writes about the order.',
    standsFor: 'Times of two machines cannot be compared.',
    faults: [{ effect: { kind: 'skew', ms: 10 * MINUTE_MS } }],
  },
  {
    name: 'close-unsupported',
    on: 'payment',
    amount: 40014,
    happens: 'Closing the order is answered 1297.',
    standsFor: 'Most gateways cannot close 800207: nothing may depend on it.',
    faults: [
      {
        effect: { kind: 'respond', when: 'before', respcd: '1297' },
        endpoint: 'close',
        times: null,
      },
    ],
  },
  {
    name: 'close-refused',
    on: 'payment',
    amount: 40015,
    happens: 'Closing the order is answered 1260: paid already.',
    standsFor: 'The payer was faster: enquire, and keep the money or give it back.',
    faults: [
      {
        effect: { kind: 'respond', when: 'before', respcd: '1260' },
        endpoint: 'close',
        times: null,
      },
    ],
  },
  {
    name: 'close-answer-lost',
    on: 'payment',
    amount: 40016,
    happens: 'The order is closed, and the connection breaks before the answer.',
    standsFor: 'A repeat is answered 1264, closed already: that is success.',
    faults: [{ effect: { kind: 'cut', when: 'after' }, endpoint: 'close' }],
  },
  ...ANSWER_SCENARIOS,
  ...NOTIFICATION_SCENARIOS,
]
