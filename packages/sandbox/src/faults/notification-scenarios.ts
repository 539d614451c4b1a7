import type { Scenario } from './scenario.ts'

/** Things that go wrong between the money and its notification. */
export const NOTIFICATION_SCENARIOS: readonly Scenario[] = [
  {
    name: 'notification-lost',
    on: 'payment',
    amount: 40071,
    happens: 'The order is paid; no notification is sent.',
    standsFor: 'Silence proves nothing: enquire.',
    faults: [{ effect: { kind: 'notify', how: 'lost' } }],
  },
  {
    name: 'notification-delayed',
    on: 'payment',
    amount: 40072,
    happens: 'The first notification comes ninety seconds after the payment.',
    standsFor: 'The payer is back long before it.',
    faults: [{ effect: { kind: 'notify', how: 'delayed', ms: 90_000 } }],
  },
  {
    name: 'notification-duplicated',
    on: 'payment',
    amount: 40073,
    happens: 'The notification is delivered twice, although it was acknowledged.',
    standsFor: 'Delivery is at least once: one payment, one webhook.',
    faults: [{ effect: { kind: 'notify', how: 'duplicated' } }],
  },
  {
    name: 'notification-reordered',
    on: 'payment',
    amount: 40074,
    happens: 'The notification waits until a later one of the merchant has overtaken it.',
    standsFor: 'Delivery is unordered: a refund may be announced before its payment.',
    faults: [{ effect: { kind: 'notify', how: 'reordered' } }],
  },
  {
    name: 'notification-forged',
    on: 'payment',
    amount: 40075,
    happens: 'A stranger announces success, with a made-up signature, for the unpaid order.',
    standsFor: 'Anyone can post to a notification address.',
    faults: [{ effect: { kind: 'forge-notification' } }],
  },
  {
    name: 'notification-wrong-signature',
    on: 'payment',
    amount: 40076,
    happens: 'The order is paid; every notification of it is signed with a wrong key.',
    standsFor: 'A changed client_key: refuse the notification and enquire.',
    faults: [{ effect: { kind: 'notify', how: 'wrong-signature' } }],
  },
  {
    name: 'notification-tampered',
    on: 'payment',
    amount: 40077,
    happens: 'The order is paid; the amount in the notification was changed on the way.',
    standsFor: 'The signature is over the raw bytes.',
    faults: [{ effect: { kind: 'notify', how: 'tampered' } }],
  },
  {
    name: 'notification-before-answer',
    on: 'payment',
    amount: 40078,
    happens: 'The order is paid and notified before the payment request is answered.',
    standsFor: 'The attempt must be recorded before the gateway is asked.',
    faults: [{ effect: { kind: 'pay-before-answer' } }],
  },
]
