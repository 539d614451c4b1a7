import type { Deps } from '../deps.ts'
import { forgetOldExchanges } from '../exchanges/forget-exchanges.ts'
import { forgetOldKeys } from '../http/idempotency.ts'
import { forgetOldNotifications } from '../notifications/forget-notifications.ts'
import { closeOrders } from '../payments/close-orders.ts'
import { enquireDueAttempts } from '../payments/enquire-due-attempts.ts'
import { expirePayments } from '../payments/expire-payments.ts'
import { goOnReconciling } from '../reconciliation/go-on-reconciling.ts'
import { startDailyReconciliations } from '../reconciliation/start-reconciliation.ts'
import { createRefundSender } from '../refunds/send-refunds.ts'
import { createWebhookSender, forgetOldDeliveries } from '../webhooks/deliver-webhooks.ts'
import { watchLags } from './read-lags.ts'

type Task = {
  readonly name: string
  readonly everyMs: number
  readonly run: (deps: Deps) => Promise<unknown>
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** What must happen without anybody asking for it. Any number of processes may do it at once. */
const TASKS: readonly Task[] = [
  { name: 'enquire', everyMs: SECOND, run: enquireDueAttempts },
  { name: 'expire', everyMs: SECOND, run: expirePayments },
  { name: 'close', everyMs: 5 * SECOND, run: closeOrders },
  { name: 'start-reconciliations', everyMs: MINUTE, run: startDailyReconciliations },
  { name: 'reconcile', everyMs: 2 * SECOND, run: goOnReconciling },
  { name: 'write-key-uses', everyMs: MINUTE, run: (deps: Deps) => deps.keyUses.write() },
  { name: 'write-exchanges', everyMs: SECOND, run: (deps: Deps) => deps.exchanges.write() },
  { name: 'forget-exchanges', everyMs: 10 * MINUTE, run: forgetOldExchanges },
  { name: 'forget-notifications', everyMs: 10 * MINUTE, run: forgetOldNotifications },
  { name: 'forget-keys', everyMs: 10 * MINUTE, run: forgetOldKeys },
  { name: 'forget-deliveries', everyMs: 10 * MINUTE, run: forgetOldDeliveries },
  { name: 'watch-rounds', everyMs: 15 * SECOND, run: watchRounds },
  { name: 'watch-lag', everyMs: 15 * SECOND, run: watchLags },
  { name: 'maintain', everyMs: MINUTE, run: (deps: Deps) => deps.database.maintain() },
]

/** Starts the tasks; the function returned stops them and waits for those under way. */
export function startTasks(deps: Deps): () => Promise<void> {
  const stopped = new AbortController()
  const webhooks = createWebhookSender(deps)
  const refunds = createRefundSender(deps)
  const senders: readonly Task[] = [
    { name: 'send-webhooks', everyMs: SECOND, run: webhooks.serveDue },
    { name: 'refund', everyMs: SECOND, run: refunds.serveDue },
  ]
  const loops = [...TASKS, ...senders].map((task) => repeat(deps, task, stopped.signal))
  return async () => {
    stopped.abort()
    deps.gateways.giveUp()
    await Promise.all(loops)
    await Promise.all([webhooks.stop(), refunds.stop()])
    await deps.exchanges.write().catch((error: unknown) => {
      deps.log.error('task.failed', { task: 'write-exchanges', error })
    })
    await deps.keyUses.write().catch((error: unknown) => {
      deps.log.error('task.failed', { task: 'write-key-uses', error })
    })
  }
}

/** Asks nobody, so that nothing can hold it up as well. */
function watchRounds({ rounds, log }: Deps): Promise<void> {
  for (const { task, forMs } of rounds.overdue()) {
    log.error('task.stuck', { task, for_ms: forMs })
  }
  return Promise.resolve()
}

async function repeat(deps: Deps, task: Task, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await deps.rounds.run(task.name, () => task.run(deps))
    } catch (error) {
      // The next round tries again: whatever was due still is.
      deps.log.error('task.failed', { task: task.name, error })
    }
    await deps.clock.sleep(task.everyMs, signal).catch(() => undefined)
  }
}
