import type { SourceMutation } from '@tael/testing/mutate-source'

/** It needs an hour, an operator or a gateway in a state of its own: a test of its own shows it. */
export type Mutation = SourceMutation & {
  /** The test file that must fail with the mutation in the product. */
  readonly foundBy: string
}

function mutation(
  name: string,
  foundBy: string,
  ...edits: readonly (readonly [file: string, from: string, to: string])[]
): Mutation {
  return {
    name,
    foundBy: `packages/checkout/src/${foundBy}`,
    edits: edits.map(([file, from, to]) => ({ file: `checkout/src/${file}`, from, to })),
  }
}

export const MUTATIONS: readonly Mutation[] = [
  mutation('asks about what is never answered for ever', 'attempts/note-unanswered.test.ts', [
    'enquiries/schedule.ts',
    'silentMs < MAX_SILENCE_MS ?',
    'silentMs < Infinity ?',
  ]),
  mutation(
    'calls a person at each question without an answer',
    'attempts/note-unanswered.test.ts',
    ['attempts/note-unanswered.ts', 'isLong && current.unansweredAt === undefined', 'isLong'],
  ),
  mutation('looks for each kind of work separately', 'tasks/tasks.test.ts', [
    'tasks/tasks.ts',
    'const look = await lookForWork(deps)',
    'const look = (await lookForWork(deps), await lookForWork(deps))',
  ]),
  mutation('takes a COMMIT without an answer for undone', 'database/transaction.test.ts', [
    'database/transaction.ts',
    `failure === 'lost' || failure === 'silent'`,
    `failure === 'never'`,
  ]),
  mutation('still takes a revoked key', 'accounts/api-keys.test.ts', [
    'accounts/api-key.ts',
    "if (revokedAt !== undefined) return 'revoked'",
    '',
  ]),
  mutation('takes a rolled key for good', 'accounts/api-keys.test.ts', [
    'accounts/api-key.ts',
    "expiresAt !== undefined && expiresAt <= now ? 'expired' : 'usable'",
    "'usable'",
  ]),
  mutation('keeps the client_key that it has met first', 'accounts/change-account.test.ts', [
    'gateways/gateways.ts',
    'newest !== undefined && newest.version >= account.version',
    'newest !== undefined',
  ]),
  mutation('forgets a replaced key immediately', 'accounts/change-account.test.ts', [
    'accounts/account.ts',
    'const keys = [clientKey, ...former.map(({ key }) => key)] as const',
    'const keys = [clientKey, ...former.map(({ key }) => key).slice(0, 0)] as const',
  ]),
  mutation('leaves what nobody can open in the way of the rest', 'resealing/reseal.test.ts', [
    'resealing/reseal-page.ts',
    'if (!(error instanceof SealError)) throw error',
    'if (error) throw error',
  ]),
  mutation(
    'serves what the schedule has asked long ago before payers',
    'enquiries/enquirer.test.ts',
    ['enquiries/question.ts', 'return shared === 0 && isLate ? -1', 'return isLate ? -1'],
  ),
  mutation(
    'asks the same again with an order that QFPay chokes on',
    'enquiries/gateway-trouble.test.ts',
    [
      'enquiries/batch-limits.ts',
      'const half = Math.ceil(batch.length / 2)',
      'const half = batch.length',
    ],
  ),
  mutation('follows a refund for ever whose row says "not now"', 'refunds/refund.test.ts', [
    'refunds/refund.ts',
    `return meaning ? { kind: 'stalled', meaning, message: meaning.meaning } : { kind: 'open' }`,
    `return meaning && { kind: 'open' } || { kind: 'open' }`,
  ]),
  mutation('forgets the numbers that a refund had before', 'refunds/refund.test.ts', [
    'refunds/refund.ts',
    'return Array.from({ length: numbers }, (_, before) => numberOf({ id, numbers: before + 1 }))',
    'return [numberOf({ id, numbers })]',
  ]),
  mutation('tries a refund at the same minute of each day', 'refunds/refund.test.ts', [
    'refunds/refund-schedule.ts',
    `at: ['00:35', '10:00', '15:30', '20:00', '05:00']`,
    `at: ['00:35', '00:35', '00:35', '00:35', '00:35']`,
  ]),
  mutation('gives every account the zone of Hong Kong', 'accounts/add-account.test.ts', [
    'accounts/add-account.ts',
    'input.utc_offset ?? utcOffsetOf(input.host)',
    `input.utc_offset ?? (utcOffsetOf(input.host) && '+08:00')`,
  ]),
  mutation(
    'lets one merchant wait for the refunds of another',
    'refunds/process-due-refunds.test.ts',
    [
      'platform/due-server.ts',
      'const due = await deps.findDue([...served.keys(), ...line])',
      `await Promise.all(served.values())
      const due = await deps.findDue([...served.keys(), ...line])`,
    ],
  ),
  mutation('waits with every event for one that is refused', 'webhooks/failing-endpoint.test.ts', [
    'webhooks/webhook-delivery-store.ts',
    ' and (response_status = any(${REFUSALS}::integer[])) is not true)',
    ')',
  ]),
  mutation(
    'never writes down that an endpoint is well again',
    'webhooks/failing-endpoint.test.ts',
    ['webhooks/deliver-webhooks.ts', 'await noteRecovery(', 'if (now < now) await noteRecovery('],
  ),
  mutation(
    'gives up or replays no more webhooks than one statement writes',
    'webhooks/failing-endpoint.test.ts',
    ['database/in-batches.ts', 'while (done === BATCH ', 'if (done === BATCH '],
  ),
  mutation(
    'leaves a postponed refund behind one that is postponed again',
    'refunds/process-due-refunds.test.ts',
    [
      'refunds/refund-store.ts',
      'coalesce(refusal is not null and work_at > ${now} and id <> ${taken}, false)',
      'refusal is not null and work_at > ${now} and id <> ${taken}',
    ],
  ),
  mutation(
    'calls nobody to a refund about which QFPay never answers',
    'refunds/process-due-refunds.test.ts',
    ['refunds/note-overdue.ts', '!isForgotten(unanswered, deps.clock.now())', 'true'],
  ),
  mutation(
    'calls a person to a refund that QFPay has only postponed',
    'refunds/process-due-refunds.test.ts',
    [
      'refunds/refund.ts',
      'return wasPostponed ? age(refund.sentAt, now) >= STALLED_MS : isOverdue(refund, now)',
      'return isOverdue(refund, now) || wasPostponed',
    ],
  ),
  mutation('lets a payer wait behind the unit that they hold', 'links/links.test.ts', [
    'links/take-turn.ts',
    'holdsUnit ||',
    'false ||',
  ]),
  mutation('does not see a refund that never comes back', 'refunds/process-due-refunds.test.ts', [
    'refunds/process-due-refunds.ts',
    "deps.rounds.run('refund', () => continueDue(deps, accountId), BEGUN_WITHIN_MS)",
    'continueDue(deps, accountId)',
  ]),
  mutation('sends a refund again that another process has sent', 'refunds/refund.test.ts', [
    'refunds/refund.ts',
    'current.sentAt?.getTime() === taken.sentAt?.getTime()',
    'true',
  ]),
  mutation('changes a statement whose day is over', 'statements/statements.test.ts', [
    'attempts/apply-verdict.ts',
    'provedAt: now',
    'provedAt: transaction.paidAt ?? now',
  ]),
  mutation('asks a payer’s question with those of last year', 'enquiries/question.test.ts', [
    'enquiries/question.ts',
    'const WIDEST_MS = 28 * DAY_MS',
    'const WIDEST_MS = Infinity',
  ]),
  mutation('takes a row without a number for another’s', 'enquiries/verdict.test.ts', [
    'enquiries/verdict.ts',
    'isAlone || row.syssn === undefined',
    'row.syssn === undefined',
  ]),
  mutation('writes back what the older secret has sealed', 'resealing/reseal.test.ts', [
    'payments/payment-write-store.ts',
    '...(after.payerIdentitySealed === undefined && { payer_identity_sealed: null })',
    'payer_identity_sealed: after.payerIdentitySealed ?? null',
  ]),
  mutation('lets a person end a refund that is just being sent', 'refunds/refund.test.ts', [
    'refunds/refund.ts',
    'age(sentAt, now) < NEVER_RECEIVED_MS) return {}',
    'age(sentAt, now) < 0) return {}',
  ]),
  mutation(
    'keeps its connections to a server that has become a replica',
    'database/silent-server.test.ts',
    ['database/database.ts', 'if (isReplica) connections.renew()', 'if (isReplica) return'],
  ),
  mutation('closes idle connections before a load balancer does', 'http/serve.test.ts', [
    'http/serve.ts',
    'const IDLE_MS = 75_000',
    'const IDLE_MS = 5_000',
  ]),
  mutation('forgets a room of its own below a path', 'http/base-path.test.ts', [
    'checkout.ts',
    'ownPaths(app.routes)',
    `ownPaths(app.routes.filter(({ path }) => !path.startsWith('/l/')))`,
  ]),
  mutation('asks payers to scan with the WeChat that they have open', 'links/links.test.ts', [
    'link-page/link-page-routes.ts',
    'scan(deps, c, opened, browser)',
    `scan(deps, c, opened, browser && 'not-wechat')`,
  ]),
  mutation('makes a format for each row of a page', 'language/display-time.test.ts', [
    'language/formats.ts',
    'formats.set(key, format)',
    'formats.delete(key)',
  ]),
  mutation('gives up an address on a long route', 'network/open-network.test.ts', [
    'network/open-network.ts',
    'autoSelectFamilyAttemptTimeout: 2_500',
    'autoSelectFamilyAttemptTimeout: 250',
  ]),
  mutation('lets one payer take the waiting places of all', 'links/links.test.ts', [
    'links/turn-followers.ts',
    'mostOfKey: MAX_OF_TURN',
    'mostOfKey: Infinity',
  ]),
]
