import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { it } from 'node:test'
import { stateDiagram } from '../testing/state-diagram.ts'
import { settleAttempt, type AttemptStatus } from './attempt.ts'
import { PAYMENT_STATUSES, transition, type PaymentChange, type PaymentStatus } from './payment.ts'

const FILE = new URL('../../../../docs/states.md', import.meta.url)
const PAYMENT_CHANGES: readonly PaymentChange[] = [
  'attempt-opened',
  'paid',
  'stopped',
  'deadline-passed',
  'canceled',
]
const VERDICTS = ['paid', 'rejected', 'unpaid', 'missing'] as const
/** What happens to an attempt besides enquiries, in launch-, end-attempt.ts and release-payment.ts. */
const LAUNCHES: Readonly<Record<string, Readonly<Record<string, AttemptStatus>>>> = {
  'order made': { recorded: 'launched' },
  'refused at once': { recorded: 'failed' },
  'an earlier order goes on': { recorded: 'lapsed' },
  // Its enquiry contradicted what was asked for, and a person has looked.
  released: { recorded: 'lapsed', launched: 'lapsed' },
}

it('docs/states.md shows the states as the code has them (UPDATE_DOCS=1 writes it)', async () => {
  const payment = stateDiagram({
    statuses: PAYMENT_STATUSES,
    first: ['created'],
    changes: PAYMENT_CHANGES,
    next: (status, change) => {
      const move = transition(status as PaymentStatus, change as PaymentChange)
      return move.kind === 'moved' ? move.to : undefined
    },
  })
  const attempt = stateDiagram({
    statuses: ['recorded', 'launched', 'succeeded', 'failed', 'lapsed'],
    first: ['recorded'],
    changes: [...Object.keys(LAUNCHES), ...VERDICTS, 'unpaid to the last'],
    next: (status, change) => {
      const launched = LAUNCHES[change]
      if (launched !== undefined) return launched[status]
      const verdict = VERDICTS.find((each) => each === change)
      return settleAttempt(status as AttemptStatus, verdict ?? 'unpaid', verdict === undefined).to
    },
  })
  const said = `# States

Made from the code: \`UPDATE_DOCS=1 node --conditions=@tael/source --test packages/checkout/src/payments/states.test.ts\`.

## Payment

Proof that money moved outranks everything else: \`succeeded\` is reachable from every status and never left.

${payment}

## Attempt

An enquiry's verdict moves it: paid, rejected, and for the last time unpaid or missing.

${attempt}
`
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(FILE, said)
  assert.equal(await readFile(FILE, 'utf8'), said)
})
