import type { World } from '../world.ts'
import type { Books } from './books.ts'

/**
 * What was refunded of a charge without a second person's yes stays below the threshold of its account, and
 * nothing is refunded that a person has declined.
 */
export function approvedFirst(books: Books, { evidence }: World): readonly string[] {
  const declined = evidence.decided.filter(({ said }) => said === 'declined')
  return [
    ...books.attempts.flatMap((attempt) => {
      const account = books.accounts.find(({ id }) => id === attempt['account_id'])
      const threshold = Number(account?.['settings'].refundApprovalAbove ?? Infinity)
      const unapproved = books.refunds.filter(
        (row) =>
          row['attempt_id'] === attempt['id'] &&
          row['cause'] === 'merchant' &&
          !evidence.approvals.has(String(row['id'])),
      )
      const sent = books.returns
        .filter(({ outTradeNo }) => unapproved.some(({ id }) => id === outTradeNo))
        .reduce((sum, { amount }) => sum + amount, 0)
      if (sent <= threshold) return []
      return [`${String(attempt['id'])}: ${sent} was refunded, and nobody has approved it`]
    }),
    ...books.returns
      .filter(({ outTradeNo }) => declined.some(({ refund }) => refund === outTradeNo))
      .map(({ outTradeNo }) => `${outTradeNo} was refunded, and a person has declined it`),
  ]
}

/** Every decision of a person is in the audit log. */
export function auditHolds({ audited }: Books, { evidence }: World): readonly string[] {
  return evidence.decided
    .filter(
      ({ refund, said }) =>
        !audited.some((row) => row['subject_id'] === refund && row['action'] === `refund.${said}`),
    )
    .map(({ refund, said }) => `The audit log does not say that ${refund} was ${said}`)
}
