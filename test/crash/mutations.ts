import type { SourceMutation } from '@tael/testing/mutate-source'

/** A fault put into the product while it is loaded, to see that the crashes find it. */
export type Mutation = SourceMutation & {
  /** Which trial has to find it: the power cut, or the death at the points whose name fits. */
  readonly foundBy: 'power cut' | RegExp
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'a commit is acknowledged before it is on the disk',
    edits: [
      {
        file: 'checkout/src/database/embedded/syncing-files.ts',
        from: 'else fdatasyncSync(stream.nfd)',
        to: 'else void fdatasyncSync',
      },
    ],
    foundBy: 'power cut',
  },
  {
    name: 'SUCCESS is said before the notification is kept',
    edits: [
      {
        file: 'checkout/src/notifications/notifications-api.ts',
        from: 'const received = await deps.serving.serve(() =>',
        to: `const received = 'kept' as string
    void deps.serving.serve(() =>`,
      },
    ],
    foundBy: /^POST \/notifications.*(after it was answered|after insert into notification)/,
  },
  {
    name: 'the API answers before the commit',
    edits: [
      {
        file: 'checkout/src/payments/create-payment.ts',
        from: 'const isNew = await inStatement(',
        to: `const answerEarly = (database, write) =>
      void deps.clock.sleep(300).then(() => inStatement(database, write)).catch(() => undefined)
    const isNew = true
    answerEarly(`,
      },
    ],
    foundBy: /^POST \/v1\/payments: after it was answered/,
  },
  {
    name: 'a retried refund gets another number',
    edits: [
      {
        file: 'checkout/src/refunds/process-due-refunds.ts',
        from: 'outTradeNo: numberOf(refund),',
        to: 'outTradeNo: `${refund.id.slice(0, 20)}${Date.now()}`,',
      },
    ],
    foundBy: /(before|when) \/trade\/v1\/refund is/,
  },
  {
    name: 'a webhook is crossed off before it is sent',
    edits: [
      {
        file: 'checkout/src/webhooks/deliver-webhooks.ts',
        from: `      : await sendWebhook(deps, endpoint, delivery)
  const durationMs = deps.clock.now().getTime() - startedAt.getTime()
  const wasFailing = endpoint?.failingSince !== undefined
  return recordTry(deps, delivery, { answer, durationMs, wasFailing })`,
        to: `      : { kind: 'answered', status: 204, body: '', retryAfter: undefined }
  const tried = await recordTry(deps, delivery, { answer, durationMs: 0, wasFailing: false })
  if (endpoint !== undefined) await sendWebhook(deps, endpoint, delivery)
  return tried`,
      },
    ],
    foundBy: /before the webhook payment.succeeded is sent/,
  },
]
