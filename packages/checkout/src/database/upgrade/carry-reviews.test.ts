import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { EMPTY_DATABASES } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { migrate, readMigrations } from './migrate.ts'

const RUNTIME = { clock: systemClock, log: silentLog }

/** What an older version wrote, and what it is as a review: its code, its subject and its message. */
const LINES = [
  [
    "att_1: asked for HK$10.99, the gateway's row says HK$0.01",
    'amount_mismatch',
    'att_1',
    "asked for HK$10.99, the gateway's row says HK$0.01",
  ],
  [
    'att_1: paid, but refunded or cancelled at QFPay (cancel 3)',
    'refunded_at_gateway',
    'att_1',
    'paid, but refunded or cancelled at QFPay (cancel 3)',
  ],
  [
    'att_2: QFPay notified a payment that none of its enquiries shows',
    'notified_not_found',
    'att_2',
    'QFPay notified a payment that none of its enquiries shows',
  ],
  [
    'att_2: QFPay has a row of it that cannot be read, and may be paid',
    'unreadable_row',
    'att_2',
    'QFPay has a row of it that cannot be read, and may be paid',
  ],
  [
    'att_2: QFPay has given no answer about it for a day',
    'unanswered',
    'att_2',
    'QFPay has given no answer about it for a day',
  ],
  [
    'att_2: paid at QFPay, lapsed here; asked by its number QFPay says: unknown',
    'books_differ',
    'att_2',
    'paid at QFPay, lapsed here; asked by its number QFPay says: unknown',
  ],
  [
    'att_2: paid twice at QFPay: as 2026030200 and as 2026030211',
    'duplicate_charge',
    '2026030211',
    'paid twice at QFPay: as 2026030200 and as 2026030211',
  ],
  [
    'att_2: HK$7.00 were given back at QFPay, not by Tael, as 2026030222',
    'refunded_elsewhere',
    '2026030222',
    'att_2: HK$7.00 were given back at QFPay, not by Tael, as 2026030222',
  ],
  [
    'att_3 is to be given back and could not be: refund it, naming the attempt',
    'automatic_refund_failed',
    'att_3',
    'att_3 is to be given back and could not be: refund it, naming the attempt',
  ],
  [
    'ref_1 has had no end at QFPay for a day: ask QFPay about it',
    'refund_overdue',
    'ref_1',
    'ref_1 has had no end at QFPay for a day: ask QFPay about it',
  ],
  [
    "ref_1: asked for HK$7.00, the gateway's row says HK$0.01",
    'refund_amount_mismatch',
    'ref_1',
    "asked for HK$7.00, the gateway's row says HK$0.01",
  ],
  [
    'ref_1 had failed and was done all the same; more was given back than was paid',
    'refund_done_after_failure',
    'ref_1',
    'ref_1 had failed and was done all the same; more was given back than was paid',
  ],
  [
    'ref_1 was done twice at QFPay, as 2026030233 and as 2026030244',
    'refund_done_twice',
    'ref_1',
    'ref_1 was done twice at QFPay, as 2026030233 and as 2026030244',
  ],
  [
    'ref_1: given back here, and unknown at QFPay',
    'books_differ',
    'ref_1',
    'given back here, and unknown at QFPay',
  ],
  ['whatever else it was', 'books_differ', 'pay_1', 'whatever else it was'],
] as const

/** Of the same code and subject as one above. */
const AGAIN = 'att_2: paid at QFPay, lapsed here; asked by its number QFPay says: not paid'

const REVIEWS = LINES.map(([, code, subject, message]) => ({ code, subject, message }))

for (const [engine, open] of Object.entries(EMPTY_DATABASES)) {
  test(`the reasons of frozen payments become their reviews, with the log (${engine})`, async (t) => {
    const { config, end } = await open()
    const pool = createPool(config, silentLog)
    t.after(async () => {
      await pool.end()
      await end()
    })
    const migrations = readMigrations()
    const before = migrations.findIndex(({ name }) => name.endsWith('_reviews'))
    await migrate(pool, RUNTIME, migrations.slice(0, before))
    const reason = [...LINES.map(([line]) => line), AGAIN].join('\n')
    await pool.query(
      "insert into account (id, name, settings, secrets_sealed, created_at) values ('acc_1', 'a', '{}', '', now())",
    )
    for (const [id, frozen] of [
      ['pay_1', reason],
      ['pay_2', null],
    ]) {
      await pool.query(
        `insert into payment (id, account_id, reference, amount, currency, status, metadata, fingerprint, created_at, expires_at, frozen_reason)
         values ($1, 'acc_1', $1, 1099, 'HKD', 'created', '{}', '', now(), now(), $2)`,
        [id, frozen],
      )
    }
    const [line] = LINES[0]
    for (const [sequence, type, data] of [
      [1, 'payment.frozen', { attempt: 'att_1', reason: line }],
      [2, 'payment.released', { reason, note: 'I looked', by: 'operator' }],
      [3, 'payment.created', { reason: 'untouched' }],
    ]) {
      await pool.query(
        `insert into event (id, account_id, payment_id, sequence, type, data, created_at)
         values ('evt_' || $2, 'acc_1', 'pay_1', $1, $2, $3, now())`,
        [sequence, type, data],
      )
    }
    await pool.query(
      `insert into webhook_endpoint (id, account_id, url, event_types, secrets_sealed, created_at)
       values ('whe_1', 'acc_1', 'https://shop.example.com', '{payment.succeeded,payment.frozen,payment.released}', '', now())`,
    )

    await migrate(pool, RUNTIME, migrations)

    const rows = async (query: string) => (await pool.query<pg.QueryResultRow>(query)).rows
    assert.deepEqual(await rows('select id, reviews from payment order by id'), [
      { id: 'pay_1', reviews: REVIEWS },
      { id: 'pay_2', reviews: [] },
    ])
    assert.deepEqual(await rows('select type, data from event order by sequence'), [
      { type: 'payment.review_opened', data: { attempt: 'att_1', ...REVIEWS[0] } },
      { type: 'payment.reviewed', data: { reviews: REVIEWS, note: 'I looked', by: 'operator' } },
      { type: 'payment.created', data: { reason: 'untouched' } },
    ])
    assert.deepEqual(await rows('select event_types from webhook_endpoint'), [
      { event_types: ['payment.succeeded', 'payment.review_opened', 'payment.reviewed'] },
    ])
  })
}
