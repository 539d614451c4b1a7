import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { FINDINGS } from './facts.ts'
import {
  areAll,
  hasReview,
  REVIEW_CODES,
  reviewsAbout,
  withoutReviews,
  withReview,
  type Review,
  type ReviewKey,
} from './review.ts'

const reviews = fc.array(
  fc.record<Review>({
    code: fc.constantFrom('amount_mismatch', 'books_differ', 'refund_overdue'),
    subject: fc.constantFrom('att_1', 'att_2', 'ref_1'),
    message: fc.constantFrom('it is odd', 'it is\nstill odd'),
  }),
)

function opened(all: readonly Review[]): readonly Review[] {
  return all.reduce<readonly Review[]>(withReview, [])
}

function keys(all: readonly ReviewKey[]): readonly string[] {
  return [...new Set(all.map(({ code, subject }) => `${code} ${subject}`))]
}

describe('the reviews of a payment', () => {
  it('are one for each code and subject, whatever their messages', () => {
    fc.assert(
      fc.property(reviews, (all) => {
        const open = opened(all)
        assert.equal(open.length, keys(all).length)
        for (const { code, subject } of all) assert.ok(hasReview(open, { code, subject }))
      }),
    )
  })

  it('stay open while others close', () => {
    fc.assert(
      fc.property(reviews, reviews, (all, closed) => {
        const left = withoutReviews(opened(all), closed)
        const over = keys(closed)
        assert.deepEqual(
          keys(left),
          keys(all).filter((key) => !over.includes(key)),
        )
      }),
    )
  })

  it('are found by their subject', () => {
    fc.assert(
      fc.property(reviews, (all) => {
        const about = reviewsAbout(opened(all), 'ref_1')
        assert.deepEqual(keys(about), keys(all.filter(({ subject }) => subject === 'ref_1')))
      }),
    )
  })

  it('have all been seen if the caller names each of them, and no other', () => {
    fc.assert(
      fc.property(reviews, reviews, (all, seen) => {
        assert.equal(
          areAll(opened(all), seen),
          keys(all).toSorted().join() === keys(seen).toSorted().join(),
        )
        assert.ok(areAll(opened(all), all.toReversed()))
      }),
    )
  })
})

it('docs/review.md says of each code what to do, and of each finding what it has', async () => {
  const page = await readFile(new URL('../../../../docs/review.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, code]) => code)
  assert.deepEqual(rows, ['code', ...REVIEW_CODES, 'finding', ...FINDINGS])
})
