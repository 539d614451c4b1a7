import type { SourceMutation } from '@tael/testing/mutate-source'

/** One mistake, put into the product's own source while a worker loads it. */
export type Mutation = SourceMutation & {
  /** The promise that it breaks, and by which it must be caught. */
  readonly foundBy: string
}

const CHECKOUT = 'checkout/src'

function mutation(
  name: string,
  foundBy: string,
  ...edits: readonly (readonly [file: string, from: string, to: string])[]
): Mutation {
  return {
    name,
    foundBy,
    edits: edits.map(([file, from, to]) => ({ file, from, to })),
  }
}

export const MUTATIONS: readonly Mutation[] = [
  mutation(
    'believes the notification',
    'proved-first',
    [
      `${CHECKOUT}/notifications/receive-notification.ts`,
      `  if (kept.attempt !== undefined) void askAbout(deps, kept.attempt)`,
      `  const { amount, currency, syssn } = notification
  const transaction = { amount, currency, syssn, cancel: '0' }
  if (kept.attempt !== undefined)
    void applyVerdict(deps, kept.attempt, { kind: 'paid', transaction }).catch(() => undefined)`,
    ],
    [
      `${CHECKOUT}/notifications/receive-notification.ts`,
      `import { enquireAttempt } from '../attempts/enquire-attempt.ts'`,
      `import { applyVerdict } from '../attempts/apply-verdict.ts'
import { enquireAttempt } from '../attempts/enquire-attempt.ts'`,
    ],
  ),
  mutation('believes the envelope of an enquiry', 'proved-first', [
    `${CHECKOUT}/enquiries/verdict.ts`,
    `switch (row.outcome) {`,
    `switch ('succeeded') {`,
  ]),
  mutation('does not look at the amount', 'proved-first', [
    `${CHECKOUT}/attempts/decision.ts`,
    `if (amount !== asked.amount || currency !== asked.currency) {`,
    `if (false) {`,
  ]),
  mutation('acknowledges before it keeps', 'acknowledged-stays', [
    `${CHECKOUT}/notifications/order-notifications.ts`,
    `      const kept = await keep(notification)`,
    `      void keep(notification).catch(() => undefined)
      const kept = { isFirst: true }`,
  ]),
  mutation('orders under a number nobody knows', 'recorded-first', [
    `${CHECKOUT}/attempts/launch-attempt.ts`,
    `outTradeNo: attempt.id,`,
    `outTradeNo: deps.newId('att'),`,
  ]),
  mutation('sends a refund under another number', 'recorded-first', [
    `${CHECKOUT}/refunds/process-due-refunds.ts`,
    `outTradeNo: numberOf(refund),`,
    `outTradeNo: deps.newId('ref'),`,
  ]),
  mutation('forgets the attempt when its request is over', 'books-agree', [
    `${CHECKOUT}/attempts/open-attempt.ts`,
    `enquireAt: nextEnquiryAt({ openedAt: now, now }),`,
    `enquireAt: undefined,`,
  ]),
  mutation('gives up after ten seconds', 'books-agree', [
    `${CHECKOUT}/enquiries/schedule.ts`,
    `const LAST_MS = 2.25 * HOUR_MS`,
    `const LAST_MS = 10_000`,
  ]),
  mutation('keeps the second success', 'kept-once', [
    `${CHECKOUT}/attempts/apply-verdict.ts`,
    `if (fate === undefined || fate === 'accepted') return`,
    `if (fate !== null) return`,
  ]),
  mutation('accepts late money that was to go back', 'late-goes-back', [
    `${CHECKOUT}/payments/payment.ts`,
    `return isOpen(status) || latePayments === 'accept' ? 'accepted' : 'paid_late'`,
    `return 'accepted'`,
  ]),
  mutation(
    'takes a missing answer for a refusal',
    'refunds-agree',
    [
      `${CHECKOUT}/refunds/refund.ts`,
      `return { to: 'pending', at: next, syssn: finding.syssn }`,
      `return { to: 'failed', refusal: { code: 'refused', message: 'no answer' } }`,
    ],
    [
      `${CHECKOUT}/refunds/refund.ts`,
      `return refund.status === 'succeeded' ? done :`,
      `return refund.status !== 'pending' ? {} :`,
    ],
  ),
  mutation('makes a refund of every repeat', 'refunds-once', [
    `${CHECKOUT}/refunds/request-refund.ts`,
    `    reference: reference ?? null,`,
    `    reference: null,`,
  ]),
  mutation(
    'grants more than remains',
    'refuses-what-is-wrong',
    [
      `${CHECKOUT}/refunds/request-refund.ts`,
      `  return record(trx, deps, { ...request, charge, amount, fingerprint })`,
      `  return record(trx, deps, { ...request, charge, amount: Math.min(amount, remaining), fingerprint })`,
    ],
    [
      `${CHECKOUT}/refunds/request-refund.ts`,
      `if (amount < 1 || amount > remaining) return`,
      `if (remaining < 1) return`,
    ],
  ),
  mutation('weighs each refund alone', 'approved-first', [
    `${CHECKOUT}/refunds/approval.ts`,
    `reserved + amount > threshold`,
    `reserved >= 0 && amount > threshold`,
  ]),
  mutation('declines without a trace', 'audit-holds', [
    `${CHECKOUT}/refunds/end-approval.ts`,
    `    await recordDecision(trx, deps, { refund, action: 'refund.declined', status: 'failed' })
`,
    ``,
  ]),
  mutation('forgets where the audit log ends', 'audit-holds', [
    `${CHECKOUT}/audit/audit-store.ts`,
    `  await trx.updateTable('audit_chain').set({ sequence: last.sequence, hash: last.hash }).execute()`,
    `  await trx.updateTable('audit_chain').set({ sequence: last.sequence, hash: '' }).execute()`,
  ]),
  mutation('tells of every sending', 'events-bounded', [
    `${CHECKOUT}/refunds/process-due-refunds.ts`,
    `events: isNews ? [pending] : []`,
    `events: [pending]`,
  ]),
  mutation('judges a repeat like something new', 'same-answer', [
    `${CHECKOUT}/refunds/request-refund.ts`,
    `  const earlier =
    request.reference`,
    `  if (isInReview(charge.payment)) return { kind: 'not-charged' }
  const earlier =
    request.reference`,
  ]),
  mutation('leaves the next refund waiting', 'nothing-left-undone', [
    `${CHECKOUT}/refunds/apply-finding.ts`,
    `    await wakeNextRefund(trx, refund.attemptId, now)`,
    ``,
  ]),
  mutation(
    'writes its events after the commit',
    'events-tell-all',
    [
      `${CHECKOUT}/payments/payment-write-store.ts`,
      `    drafts: events,
    parts: {
      ...(attempt`,
      `    drafts: [],
    parts: {
      ...(attempt`,
    ],
    [
      `${CHECKOUT}/payments/payment-write-store.ts`,
      `  return isWritten ? after : undefined`,
      `  const subject = paymentSubject(after, deps.publicUrl)
  if (isWritten) {
    void recordEvents(deps.database.db, deps, { subject, drafts: events }).catch(() => undefined)
  }
  return isWritten ? after : undefined`,
    ],
  ),
  mutation('writes over what others have written since it read', 'nothing-unexplained', [
    `${CHECKOUT}/payments/payment-write-store.ts`,
    'id = ${id} and status = ${status} and sequence = ${sequence}',
    'id = ${id} and status = ${status}',
  ]),
  mutation('locks no payment', 'nothing-unexplained', [
    `${CHECKOUT}/payments/payment-store.ts`,
    `    .where('id', '=', id)
    .forUpdate()
`,
    `    .where('id', '=', id)
`,
  ]),
  mutation(
    'locks an attempt before its payment',
    'nothing-unexplained',
    [
      `${CHECKOUT}/attempts/note-notification.ts`,
      `import { findAttempt } from`,
      `import { findAttempt, updateAttempt } from`,
    ],
    [
      `${CHECKOUT}/attempts/note-notification.ts`,
      `  const payment = await lockPaymentOf(trx, notification.attemptId)`,
      `  const named = await findAttempt(trx, notification.attemptId)
  if (named) await updateAttempt(trx, named, { reason: named.reason ?? null })
  const payment = await lockPaymentOf(trx, notification.attemptId)`,
    ],
  ),
  mutation(
    'calls an order absent without asking',
    'reconciled',
    [
      `${CHECKOUT}/reconciliation/compare-books.ts`,
      `...books.paid.filter(({ attempt }) => !shown.has(attempt.id)).flatMap(absentOrder),`,
      `...books.paid.flatMap(absentOrder),`,
    ],
    [
      `${CHECKOUT}/reconciliation/conclude-differences.ts`,
      `if (!isDoubtful) return`,
      `if (difference) return`,
    ],
  ),
  mutation('forgets what the list shows when the number denies it', 'reconciled', [
    `${CHECKOUT}/reconciliation/difference.ts`,
    `if (theirs === undefined || ABSENT.includes(theirs.status)) return false`,
    `if (theirs !== null) return false`,
  ]),
  mutation(
    'asks by syssn in the current month alone',
    'books-agree',
    [
      `${CHECKOUT}/enquiries/enquiry-filter.ts`,
      `? { ...range, syssn: syssns }`,
      `? { syssn: syssns }`,
    ],
    [
      `${CHECKOUT}/enquiries/missing-orders.ts`,
      `if (batchSize === 1 && enquired.syssn === undefined) return undefined`,
      `if (batchSize === 1) return undefined`,
    ],
    [
      `${CHECKOUT}/enquiries/missing-orders.ts`,
      `enquired: { ...enquired, syssn: undefined }, atMost`,
      `enquired, atMost`,
    ],
  ),
  mutation('takes a row that it cannot read for none', 'reconciled', [
    `${CHECKOUT}/enquiries/verdict.ts`,
    `return { kind: 'unreadable', currency: row.currency }`,
    `return { kind: 'missing' }`,
  ]),
  mutation('waits for ever for an answer about one order', 'nothing-left-undone', [
    `${CHECKOUT}/reconciliation/conclude-differences.ts`,
    `difference.tries + 1 < MAX_TRIES`,
    `difference.tries >= 0`,
  ]),
  mutation('calls the gateway in a transaction', 'no-call-in-transaction', [
    `${CHECKOUT}/notifications/receive-notification.ts`,
    `    return { ...(attempt && { attempt }), ...(refund && { refund }), isFirst }`,
    `    if (attempt) void enquireAttempt(deps, attempt, 'notified').catch(() => undefined)
    return { ...(attempt && { attempt }), ...(refund && { refund }), isFirst }`,
  ]),
  mutation('exchanges a code again', 'code-once', [
    `${CHECKOUT}/attempts/authorize-payer.ts`,
    `await oauth.exchangeCode({ code, about: recorded.attempt.id })`,
    `await oauth.exchangeCode({ code }).catch(() => oauth.exchangeCode({ code }))`,
  ]),
  mutation('orders again after a lost answer', 'order-once', [
    'qfpay/src/http/transport.ts',
    `return QUESTIONS.includes(endpoint) && ['network', 'reply', 'pending'].includes(code)`,
    `return QUESTIONS.length > 0 && ['network', 'reply', 'pending'].includes(code)`,
  ]),
  mutation('asks without a permit', 'budget-kept', [
    `${CHECKOUT}/budget/budget.ts`,
    `if (takePermit()) next.grant()`,
    `if (takePermit() || next) next.grant()`,
  ]),
  mutation('counts requests by the second alone', 'budget-kept', [
    `${CHECKOUT}/budget/allowance.ts`,
    `    (perMinute - reserve * alone - burst) / (MINUTE_MS + LEASE_MS + MARGIN_MS),
`,
    ``,
  ]),
  mutation('sends webhooks out of order', 'webhooks-follow', [
    `${CHECKOUT}/webhooks/webhook-delivery-store.ts`,
    `first.sequence = due.sequence as`,
    `true as`,
  ]),
  mutation('takes any answer for a receipt', 'webhooks-follow', [
    `${CHECKOUT}/webhooks/webhook-delivery.ts`,
    `if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) {`,
    `if (answer.kind === 'answered') {`,
  ]),
  mutation('tells the payer too early', 'told-the-truth', [
    `${CHECKOUT}/pay-page/pay-page-routes.ts`,
    `c.json({ status: payment.status, ...location })`,
    `c.json({ status: payment.status.replace('pending', 'succeeded'), ...location })`,
  ]),
  mutation('holds a unit of a link for ever', 'links-agree', [
    `${CHECKOUT}/payments/payment-write-store.ts`,
    `  const counted = link && countUnit(`,
    `  const counted = after.status !== 'succeeded' ? undefined : link && countUnit(`,
  ]),
  mutation('serves a payer of a link twice', 'served-once', [
    `${CHECKOUT}/payments/claim-place.ts`,
    `  if (link?.isOncePerPayer !== true) return OWN`,
    `  if (link !== undefined) return OWN`,
  ]),
  mutation('writes the openid into an event', 'nothing-told', [
    `${CHECKOUT}/attempts/launch-attempt.ts`,
    `const data = { attempt: attempt.id, syssn: created.syssn, respcd: created.respcd }`,
    `const data = { attempt: attempt.id, syssn: created.syssn, payer: request.openid }`,
  ]),
  mutation('writes the code into the log', 'nothing-told', [
    `${CHECKOUT}/attempts/authorize-payer.ts`,
    `      attempt: recorded.attempt.id,
      reason:`,
    `      attempt: recorded.attempt.id,
      spent: code,
      reason:`,
  ]),
  mutation('lets nobody end a refund that has no end', 'every-refund-ends', [
    `${CHECKOUT}/refunds/end-refund.ts`,
    `  if (isOverdue(refund, deps.clock.now())) return true`,
    `  if (isOverdue(refund, deps.clock.now())) return false`,
  ]),
  mutation('forgets what a person has found of a refund', 'every-refund-ends', [
    `${CHECKOUT}/refunds/end-refund.ts`,
    `    await applyFinding(deps, account, named,`,
    `    if (!account) await applyFinding(deps, account, named,`,
  ]),
  mutation('never tells a payer', 'payers-are-told', [
    `${CHECKOUT}/pay-page/pay-page-routes.ts`,
    `c.json({ status: payment.status, ...location })`,
    `c.json({ status: payment.status.replace('succeeded', 'pending'), ...location })`,
  ]),
  mutation('lets payers wait behind what it has long wanted to ask', 'payers-first', [
    `${CHECKOUT}/enquiries/question.ts`,
    `return shared === 0 && isLate ? -1 : 2 + isApart`,
    `return shared >= 0 && isLate ? -1 : 2 + isApart`,
  ]),
  mutation('is silent about a run that does not end', 'late-runs-alarm', [
    `${CHECKOUT}/reconciliation/reconciliation.ts`,
    `MAX_RUN_MS: number = DAY_MS`,
    `MAX_RUN_MS: number = 999 * DAY_MS`,
  ]),
  mutation('reseals each value for another owner', 'older-secrets-go', [
    `${CHECKOUT}/resealing/reseal-page.ts`,
    `  const values = page.flatMap((value) => resealOne(deps, column, value))`,
    `  const values = page.flatMap((value) => resealOne(deps, { ...column, contextOf: () => '' }, value))`,
  ]),
  mutation('keeps operators out', 'operators-are-served', [
    `${CHECKOUT}/operator-api/operator-api.ts`,
    `if (isOperatorKey(key)) {`,
    `if (isOperatorKey(key) && key === '') {`,
  ]),
]
