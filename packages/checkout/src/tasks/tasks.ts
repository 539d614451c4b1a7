import type { Deps } from '../deps.ts'
import { forgetOldExchanges } from '../exchanges/forget-exchanges.ts'
import { forgetOldKeys } from '../http/idempotency.ts'
import { forgetOldNotifications } from '../notifications/forget-notifications.ts'
import { closeOrders } from '../attempts/close-orders.ts'
import { enquireDueAttempts } from '../attempts/enquire-due-attempts.ts'
import { expirePayments } from '../payments/expire-payments.ts'
import { createReconciler } from '../reconciliation/go-on-reconciling.ts'
import { startDailyReconciliations } from '../reconciliation/start-reconciliation.ts'
import { createDueServer, type DueServer } from '../platform/due-server.ts'
import { createRefundSender } from '../refunds/send-refunds.ts'
import { createWebhookSender, forgetOldDeliveries } from '../webhooks/deliver-webhooks.ts'
import { readDue, watchLags, type Work } from './read-lags.ts'

type Task = {
  readonly name: string
  readonly everyMs: number
  readonly run: (deps: Deps) => Promise<unknown>
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** What must happen without anybody asking for it. Any number of processes may do it at once. */
const TASKS: readonly Task[] = [
  { name: 'start-reconciliations', everyMs: MINUTE, run: startDailyReconciliations },
  { name: 'write-key-uses', everyMs: MINUTE, run: (deps: Deps) => deps.keyUses.write() },
  { name: 'write-exchanges', everyMs: SECOND, run: (deps: Deps) => deps.exchanges.write() },
  { name: 'forget-exchanges', everyMs: HOUR, run: forgetOldExchanges },
  { name: 'forget-notifications', everyMs: HOUR, run: forgetOldNotifications },
  { name: 'forget-keys', everyMs: HOUR, run: forgetOldKeys },
  { name: 'forget-deliveries', everyMs: HOUR, run: forgetOldDeliveries },
  { name: 'watch-rounds', everyMs: 15 * SECOND, run: watchRounds },
  { name: 'watch-lag', everyMs: MINUTE, run: watchLags },
  { name: 'maintain', everyMs: MINUTE, run: (deps: Deps) => deps.database.maintain() },
]

/** Starts the tasks; the function returned stops them and waits for those under way. */
export function startTasks(deps: Deps): () => Promise<void> {
  const stopped = new AbortController()
  const webhooks = createWebhookSender(deps)
  const refunds = createRefundSender(deps)
  const reconciler = createReconciler(deps)
  const works = serveWorks(deps, {
    enquire: enquireDueAttempts,
    refund: refunds.serveDue,
    expire: expirePayments,
    close: closeOrders,
    webhook: webhooks.serveDue,
    reconcile: reconciler.serveDue,
  })
  const look: Task = { name: 'look', everyMs: SECOND, run: works.serveDue }
  const loops = [...TASKS, look].map((task) => repeat(deps, task, stopped.signal))
  return async () => {
    stopped.abort()
    deps.gateways.giveUp()
    await Promise.all(loops)
    await works.stop()
    await Promise.all([webhooks.stop(), refunds.stop(), reconciler.stop()])
    await deps.exchanges.write().catch((error: unknown) => {
      deps.log.error('task.failed', { task: 'write-exchanges', error })
    })
    await deps.keyUses.write().catch((error: unknown) => {
      deps.log.error('task.failed', { task: 'write-key-uses', error })
    })
  }
}

/** Looks what is due, and serves each kind of work by itself: while nothing is due, a look is all. */
function serveWorks(deps: Deps, rounds: Readonly<Record<Work, Task['run']>>): DueServer {
  return createDueServer<Work>({
    findDue: async (besides) => (await readDue(deps)).filter((work) => !besides.includes(work)),
    async serve(work) {
      await deps.rounds.run(work, () => rounds[work](deps))
      return 0
    },
    // The next round tries again: whatever was due still is.
    onFailure: (task, error) => deps.log.error('task.failed', { task, error }),
  })
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
