import type { Effect, FaultInput } from './fault.ts'
import type { Scenario } from './scenario.ts'

type Told = Pick<Scenario, 'happens' | 'standsFor'>

const onPayment = (effect: Effect): FaultInput => ({ effect, endpoint: 'payment' })
const onQuery = (effect: Effect, times: number | null = 1): FaultInput => ({
  effect,
  endpoint: 'query',
  times,
})
const always = (effect: Effect): FaultInput => ({ effect, times: null })
const inLookup = (lookup: 'number' | 'list', effect: Effect): FaultInput => ({
  ...always(effect),
  lookup,
})

const NO_TIME = '0001-01-01 00:00:00'

function scenario(name: string, amount: number, fault: FaultInput, told: Told): Scenario {
  return { name, on: 'payment', amount, ...told, faults: [fault] }
}

/** Things that go wrong with the answer to a payment request or to an enquiry. */
export const ANSWER_SCENARIOS: readonly Scenario[] = [
  scenario('answer-lost', 40021, onPayment({ kind: 'cut', when: 'after' }), {
    happens: 'The order is made, and the connection breaks before the answer.',
    standsFor: 'A lost answer is not a failure: enquire by out_trade_no.',
  }),
  scenario('request-lost', 40022, onPayment({ kind: 'cut', when: 'before' }), {
    happens: 'The connection breaks before the order is made.',
    standsFor: 'From outside the same as a lost answer; repeat with the same number only.',
  }),
  scenario(
    'server-error-before',
    40023,
    onPayment({ kind: 'http-error', when: 'before', status: 502 }),
    {
      happens: 'HTTP 502; the order is not made.',
      standsFor: 'A proxy in between: nothing is known, enquire.',
    },
  ),
  scenario(
    'server-error-after',
    40024,
    onPayment({ kind: 'http-error', when: 'after', status: 502 }),
    {
      happens: 'HTTP 502; the order is made anyway.',
      standsFor: 'A 5xx does not mean that nothing happened.',
    },
  ),
  scenario('slow-answer', 40025, onPayment({ kind: 'delay', ms: 40_000 }), {
    happens: 'The order is made; the answer takes forty seconds.',
    standsFor: 'A client gives up waiting, and the order exists.',
  }),
  scenario('truncated-answer', 40026, onPayment({ kind: 'garble', as: 'truncated-json' }), {
    happens: 'The answer’s JSON ends in the middle.',
    standsFor: 'An answer that cannot be read is a lost answer.',
  }),
  scenario('empty-answer', 40027, onPayment({ kind: 'garble', as: 'empty' }), {
    happens: 'HTTP 200 with an empty body.',
    standsFor: 'Status 200 alone means nothing.',
  }),
  scenario('html-answer', 40028, onPayment({ kind: 'garble', as: 'html' }), {
    happens: 'HTTP 200 with a page of HTML.',
    standsFor: 'A maintenance page or a captive portal in between.',
  }),
  scenario('wrong-content-type', 40029, onPayment({ kind: 'garble', as: 'wrong-content-type' }), {
    happens: 'The right JSON, declared as text/plain.',
    standsFor: 'The body counts, not its label.',
  }),
  scenario('packed-answer', 40043, onPayment({ kind: 'garble', as: 'packed' }), {
    happens: 'The right JSON, packed by gzip although nobody asked for it.',
    standsFor: 'A proxy in between packs what it passes on.',
  }),
  scenario('bare-respcd', 40030, onPayment({ kind: 'garble', as: 'bare-respcd' }), {
    happens: 'respcd is written 0000 without quotes, which is not JSON.',
    standsFor: 'QFPay’s own pages print it so; the sandbox sends it once.',
  }),
  scenario('answer-wrongly-signed', 40031, onPayment({ kind: 'garble', as: 'wrong-signature' }), {
    happens: 'The answer’s X-QF-SIGN does not fit its body.',
    standsFor: 'A changed answer: trust nothing in it, enquire.',
  }),
  scenario(
    'unknown-respcd',
    40032,
    onPayment({ kind: 'respond', when: 'after', respcd: '9876', respmsg: '' }),
    {
      happens: 'The order is made, and answered 9876, a code in no table.',
      standsFor: 'An unknown code is pending, never a reason to try again.',
    },
  ),
  ...(
    [
      ['system-fault-before', 40033, '1252', 'before', 'A fault while ordering; nothing was made.'],
      ['system-fault-after', 40034, '1252', 'after', 'The same answer, and the order exists.'],
      ['internal-problem', 40035, '1254', 'before', 'A temporary fault: enquire, then repeat.'],
      ['slow-network-waiting', 40036, '1295', 'after', 'Slow, but in progress: poll.'],
      ['slow-network-try-later', 40037, '1296', 'before', 'Slow, and given up: enquire first.'],
      ['bank-busy', 40038, '1297', 'before', 'Busy, or above a limit: few tries only.'],
      ['do-not-pay-twice', 40039, '1298', 'after', 'Slow; the payer must not pay again.'],
      ['maintenance', 40040, '1100', 'before', 'Repeat slowly, with the same number.'],
      ['still-processing', 40041, '1145', 'after', 'Not 0000, and not a failure: poll.'],
    ] as const
  ).map(([name, amount, respcd, when, standsFor]) =>
    scenario(name, amount, onPayment({ kind: 'respond', when, respcd, respmsg: '' }), {
      happens: `The order is ${when === 'after' ? 'made' : 'not made'}, and answered ${respcd}, once.`,
      standsFor,
    }),
  ),
  {
    ...scenario('too-many-requests', 40042, onPayment({ kind: 'too-many-requests' }), {
      happens: 'Three payment requests in a row are answered HTTP 429.',
      standsFor: 'Wait, then repeat with the same number; nothing was processed.',
    }),
    faults: [{ effect: { kind: 'too-many-requests' }, endpoint: 'payment', times: 3 }],
  },
  scenario('enquiry-storm', 40051, onQuery({ kind: 'too-many-requests' }, 5), {
    happens: 'Five enquiries in a row are answered HTTP 429.',
    standsFor: 'All waiting payers share 400 requests a minute.',
  }),
  scenario(
    'enquiry-server-error',
    40052,
    onQuery({ kind: 'http-error', when: 'before', status: 500 }, 2),
    {
      happens: 'Two enquiries are answered HTTP 500.',
      standsFor: 'An enquiry may be repeated at will.',
    },
  ),
  scenario('enquiry-slow', 40053, onQuery({ kind: 'delay', ms: 40_000 }), {
    happens: 'An enquiry is answered after forty seconds.',
    standsFor: 'The page must not wait for one enquiry.',
  }),
  scenario('enquiry-garbled', 40054, onQuery({ kind: 'garble', as: 'truncated-json' }, 2), {
    happens: 'The answers to two enquiries end in the middle.',
    standsFor: 'Unreadable is unknown, not unpaid.',
  }),
  scenario(
    'row-missing-at-first',
    40055,
    { effect: { kind: 'hide-row' }, times: 3 },
    {
      happens: 'Three enquiries do not know the order yet.',
      standsFor: 'An empty list says "unknown", not "failed".',
    },
  ),
  scenario('row-wrong-amount', 40056, always({ kind: 'row', show: { txamt: '1' } }), {
    happens: 'The row of the order shows txamt 1.',
    standsFor: 'Amount and currency of the row must be the order’s own.',
  }),
  scenario('row-wrong-currency', 40057, always({ kind: 'row', show: { txcurrcd: 'IDR' } }), {
    happens: 'The row of the order shows IDR.',
    standsFor: 'The same number in another currency is another amount.',
  }),
  scenario(
    'row-of-another-order',
    40058,
    always({ kind: 'row', show: { out_trade_no: 'SOMEONE-ELSES', syssn: '0'.repeat(26) } }),
    {
      happens: 'The enquiry answers with the row of another order.',
      standsFor: 'A row proves only the order whose number it carries.',
    },
  ),
  scenario('batched-enquiry-refused', 40059, always({ kind: 'refuse-batch' }), {
    happens: 'Enquiries that name several orders are answered 1104.',
    standsFor: 'Comma lists are documented; be ready to ask one by one.',
  }),
  scenario(
    'unpaid-by-number',
    40060,
    inLookup('number', { kind: 'row', show: { respcd: '1143', paydtm: '' } }),
    {
      happens: 'An enquiry by its number never shows the order as paid; the list by time does.',
      standsFor: 'Two of QFPay’s books may differ for good: a paid row of either is money.',
    },
  ),
  scenario('unknown-by-number', 40061, inLookup('number', { kind: 'hide-row' }), {
    happens: 'An enquiry by its number never finds the order; the list by time shows it.',
    standsFor: 'An order that one enquiry does not find may still be there.',
  }),
  scenario('missing-in-list', 40062, inLookup('list', { kind: 'hide-row' }), {
    happens: 'The list by time never shows the order; an enquiry by its number finds it.',
    standsFor: 'Ask about an order that a list leaves out before you call it missing.',
  }),
  scenario('row-decimal-amount', 40063, always({ kind: 'misshape-row', how: 'decimal-amount' }), {
    happens: 'The row of the order shows txamt with “.00” behind it.',
    standsFor: 'A whole amount is whole however it is written.',
  }),
  scenario(
    'row-fractional-amount',
    40064,
    always({ kind: 'misshape-row', how: 'fractional-amount' }),
    {
      happens: 'The row of the order shows txamt with “.50” behind it.',
      standsFor: 'A row that nobody can count is doubt, not absence.',
    },
  ),
  scenario('row-without-amount', 40065, always({ kind: 'misshape-row', how: 'no-amount' }), {
    happens: 'The row of the order has an empty txamt.',
    standsFor: 'A row that cannot be read still says that the order is there.',
  }),
  scenario('row-without-currency', 40066, always({ kind: 'misshape-row', how: 'no-currency' }), {
    happens: 'The row of the order has no txcurrcd.',
    standsFor: 'An amount without a currency means nothing.',
  }),
  scenario('row-unknown-respcd', 40067, always({ kind: 'row', show: { respcd: '7777' } }), {
    happens: 'The row of the order shows 7777, whatever its status.',
    standsFor: 'A code that nobody has documented may mean paid: a person has to look.',
  }),
  scenario('row-time-is-none', 40070, always({ kind: 'row', show: { paydtm: NO_TIME } }), {
    happens: 'The row of the order says that it was paid on 0001-01-01 00:00:00.',
    standsFor: 'Some databases write a missing time in this way; the rest of the row is true.',
  }),
  scenario(
    'enquiry-always-fails',
    40068,
    onQuery({ kind: 'http-error', when: 'before', status: 500 }, null),
    {
      happens: 'Every enquiry that names the order is answered HTTP 500.',
      standsFor: 'One bad order must not hold up the others, or the reconciliation of a night.',
    },
  ),
  scenario('enquiry-always-hangs', 40069, onQuery({ kind: 'delay', ms: 120_000 }, null), {
    happens: 'Every enquiry that names the order takes two minutes.',
    standsFor: 'The same, when QFPay does not even fail.',
  }),
]
