import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { describeOnEachDatabase } from '../../test/support/database.ts'
import { openLife } from '../../test/support/life-in-database.ts'
import { liveInModels, outlineOf, STEPS } from '../../test/support/life-in-models.ts'
import { isInReview } from './review.ts'

/** Each kind as likely as another, but without attempts and without reviews nothing much happens. */
const KINDS = [...new Set(STEPS.map(({ kind }) => kind)), 'opens', 'opens', 'wrong', 'reviewed']
const step = fc
  .constantFrom(...KINDS)
  .chain((kind) => fc.constantFrom(...STEPS.filter((one) => one.kind === kind)))
const steps = fc.array(step, { minLength: 3, maxLength: 25, size: 'max' })

describe('a payment and its attempts, after any changes in any order', () => {
  it('never reach a forbidden state', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const lives = liveInModels(history)
        lives.forEach((book, index) => {
          const before = lives[index - 1]
          const { payment, attempts } = book
          const paid = attempts.filter(({ status }) => status === 'succeeded')
          const kept = paid.filter(({ fate }) => fate === 'accepted')
          // Paid is what was proved, and one attempt's money is kept.
          assert.equal(kept.length, payment.status === 'succeeded' ? 1 : 0)
          assert.ok(paid.every(({ proofs, fate }) => proofs > 0 && fate !== undefined))
          assert.ok(attempts.every(({ status, proofs }) => status === 'succeeded' || proofs === 0))
          // Nobody forgets an attempt that has not ended, unless a person has to look.
          assert.ok(
            attempts.every(
              ({ status, isAsked }) =>
                isAsked || (status !== 'recorded' && status !== 'launched') || isInReview(payment),
            ),
          )
          if (before === undefined) return
          // What has succeeded stays so, and what is over never opens again.
          if (before.payment.status === 'succeeded') assert.equal(payment.status, 'succeeded')
          const isOpen = ['created', 'pending'].includes(payment.status)
          assert.ok(!isOpen || ['created', 'pending'].includes(before.payment.status))
          // Nothing but proof moves what a person has to look at.
          const isProof = history[index - 1]?.kind === 'paid'
          if (isInReview(before.payment) && !isProof) {
            assert.equal(payment.status, before.payment.status)
            assert.equal(attempts.length, before.attempts.length)
          }
        })
      }),
      { numRuns: 3000 },
    )
  })
})

describeOnEachDatabase('a payment and its attempts in the database', (database) => {
  it('agree with the models after each step', async () => {
    // The embedded one takes longer, and runs the same statements.
    const numRuns = database().engine === 'pglite' ? 5 : 20
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const life = await openLife(database())
        const expected = liveInModels(history).map(outlineOf)
        for (const [index, step] of history.entries()) {
          await life.take(step)
          assert.deepEqual(await life.outline(), expected[index + 1])
        }
      }),
      { numRuns },
    )
  })
})
