import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { it } from 'node:test'
import { stateDiagram } from '@tael/testing/state-diagram'
import {
  ATTEMPT_CHANGES,
  ATTEMPT_STATUSES,
  changeAttempt,
  decideAttempt,
  type AttemptStatus,
} from './attempt.ts'
import {
  PAYMENT_CHANGES,
  PAYMENT_STATUSES,
  transition,
  type PaymentState,
  type PaymentStatus,
} from './payment.ts'

const FILE = new URL('../../../../docs/states.md', import.meta.url)
const VERDICTS = ['paid', 'rejected', 'unpaid', 'missing'] as const

it('docs/states.md shows the states as the code has them (UPDATE_DOCS=1 writes it)', async () => {
  const payment = (reviews: PaymentState['reviews'] = []): string =>
    stateDiagram({
      statuses: PAYMENT_STATUSES,
      first: ['created'],
      changes: PAYMENT_CHANGES.map((change) => ({
        name: change,
        next: (status: PaymentStatus) => {
          const move = transition({ status, reviews }, change)
          return move.kind === 'moved' ? move.to : undefined
        },
      })),
    })
  const attempt = stateDiagram({
    statuses: ATTEMPT_STATUSES,
    first: ['recorded'],
    changes: [
      ...ATTEMPT_CHANGES.map((change) => ({
        name: change,
        next: (status: AttemptStatus) => changeAttempt(status, change).to,
      })),
      ...VERDICTS.map((verdict) => ({
        name: verdict,
        next: (status: AttemptStatus) => decideAttempt(status, verdict, false).to,
      })),
      {
        name: 'unpaid to the last',
        next: (status: AttemptStatus) => decideAttempt(status, 'unpaid', true).to,
      },
    ],
  })
  const said = `# States

Made from the code: \`UPDATE_DOCS=1 node --conditions=@tael/source --test packages/checkout/src/payments/states.test.ts\`.

## Payment

Proof that money moved outranks everything else: \`succeeded\` is reachable from every status and never left.

${payment()}

While it is in [review](review.md), nothing else moves it:

${payment([{ code: 'amount_mismatch', subject: 'att_1', message: 'it differs' }])}

## Attempt

\`changeAttempt\` moves it until it has ended. An enquiry's verdict moves it too: paid at any time; until it has
ended also rejected, and at the last enquiry unpaid or missing.

${attempt}
`
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(FILE, said)
  assert.equal(await readFile(FILE, 'utf8'), said)
})
