import { pruning } from '../database/prune.ts'
import type { Db, Trx } from '../database/schema.ts'
import { findOwnersDue } from '../database/take-due.ts'
import { inTransaction } from '../database/transaction.ts'
import type { DueWork } from '../database/work.ts'
import { createDueServer, type DueServer } from '../platform/due-server.ts'
import { DAY_MS, MINUTE_MS } from '../platform/durations.ts'
import { BEGUN_WITHIN_MS, type Rounds } from '../platform/rounds.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { giveUpDeliveries } from './give-up-deliveries.ts'
import { ANSWER_WITHIN_MS, sendWebhook } from './send-webhook.ts'
import {
  FIRST_TRY,
  TRIES,
  deleteDeliveriesBefore,
  finishDelivery,
  takeDueDeliveries,
} from './webhook-delivery-store.ts'
import {
  TRIES_BEFORE_DISABLING,
  judgeTry,
  type TryAnswer,
  type TryVerdict,
  type WebhookDelivery,
} from './webhook-delivery.ts'
import { lockEndpoint, noteRecovery, updateEndpoint } from './webhook-endpoint-store.ts'
import { isGivenUp, type WebhookEndpoint } from './webhook-endpoint.ts'
import type { WebhookRuntime } from './webhook-network.ts'

/** How many simultaneous requests one endpoint gets from each process. */
const AT_ONCE = 20
/** Long enough that no lease ends while its delivery is under way. */
const LEASE_MS = 4 * ANSWER_WITHIN_MS
/** How late a delivery can get that nobody wakes. */
const POSTPONE_MS = 5 * MINUTE_MS

type SendingRuntime = WebhookRuntime & { readonly rounds: Rounds }
type PruningRuntime = Pick<WebhookRuntime, 'database' | 'clock' | 'daysKept'>

export const webhookWork: DueWork<SendingRuntime> = {
  name: 'webhook',
  firstDue: FIRST_TRY,
  start: createWebhookSender,
}

/** After the days that the operator has set. */
export const deliveryPruning = pruning<PruningRuntime>({
  name: 'prune-deliveries',
  keptMs: ({ daysKept }) => daysKept.deliveries * DAY_MS,
  deleteBefore: ({ database }, before, limit) => deleteDeliveriesBefore(database.db, before, limit),
})

/** Sends due deliveries, in any number of processes; each endpoint is served separately. */
export function createWebhookSender(deps: SendingRuntime): DueServer {
  return createDueServer({
    findDue: (besides) =>
      findOwnersDue(deps.database.db, TRIES, { now: deps.clock.now(), besides }),
    serve: (endpointId) =>
      deps.rounds.run('webhook', () => sendBatch(deps, endpointId), BEGUN_WITHIN_MS),
    onFailure: (endpoint, error) => deps.log.error('webhooks.failed', { endpoint, error }),
  })
}

/** Sends due deliveries of an endpoint, up to a limit; returns how many there were if more may be due by now. */
async function sendBatch(deps: WebhookRuntime, endpointId: string): Promise<number> {
  const { taken, endpoint, seen } = await takeDueDeliveries(deps.database.db, deps, {
    endpointId,
    now: deps.clock.now(),
    limit: AT_ONCE,
    leaseMs: LEASE_MS,
    postponeMs: POSTPONE_MS,
  })
  const tries = await Promise.all(taken.map((delivery) => deliver(deps, endpoint, delivery)))
  if (tries.some(({ isEnabled }) => !isEnabled)) {
    await giveUpDeliveries(deps, endpointId, 'The endpoint was disabled or deleted')
  }
  // What was sent before a postponed delivery wakes it; the next look finds what has come meanwhile.
  const hasWoken = taken.length > 0 && taken.length < seen
  return hasWoken || seen === AT_ONCE ? seen : 0
}

async function deliver(
  deps: WebhookRuntime,
  endpoint: WebhookEndpoint | undefined,
  delivery: WebhookDelivery,
): Promise<Tried> {
  const startedAt = deps.clock.now()
  const answer: TryAnswer =
    endpoint === undefined || endpoint.disabledReason !== undefined
      ? { kind: 'unanswered', reason: 'The endpoint was disabled or deleted' }
      : await sendWebhook(deps, endpoint, delivery)
  const durationMs = deps.clock.now().getTime() - startedAt.getTime()
  const wasFailing = endpoint?.failingSince !== undefined
  return recordTry(deps, delivery, { answer, durationMs, wasFailing })
}

/** Whether its endpoint gets more of them. */
type Tried = { readonly isEnabled: boolean }

async function recordTry(
  deps: WebhookRuntime,
  delivery: WebhookDelivery,
  tried: {
    readonly answer: TryAnswer
    readonly durationMs: number
    /** Before this try. */
    readonly wasFailing: boolean
  },
): Promise<Tried> {
  const { answer, durationMs, wasFailing } = tried
  const now = deps.clock.now()
  const tries = delivery.tries + 1
  const verdict = judgeTry({ tries, answer, now, random: deps.random() })
  const finish = (db: Db, isEnabled: boolean): Promise<boolean> => {
    // Nothing waits for a disabled endpoint.
    const isOver = verdict.status !== 'pending' || !isEnabled
    return finishDelivery(db, delivery, {
      status: verdict.status === 'pending' && isOver ? 'failed' : verdict.status,
      now,
      tries,
      duration_ms: durationMs,
      next_try_at: isOver ? null : verdict.nextTryAt,
      response_status: answer.kind === 'answered' ? answer.status : null,
      response_body: answer.kind === 'answered' ? answer.body : null,
      failure: verdict.status === 'delivered' ? null : verdict.failure,
    })
  }
  const isWell = verdict.status === 'delivered' && !wasFailing
  const { isEnabled, isOurs } = isWell
    ? { isEnabled: true, isOurs: await finish(deps.database.db, true) }
    : await inTransaction(deps.database, async (trx) => {
        const isEnabled = await noteHealth(trx, deps, { delivery, verdict, now })
        return { isEnabled, isOurs: await finish(trx, isEnabled) }
      })
  const { endpointId, eventId } = delivery
  const fields = { delivery: delivery.id, endpoint: endpointId, event: eventId, tries }
  if (!isOurs) deps.log.warn('webhook.lease_lost', fields)
  else if (verdict.status === 'delivered') deps.log.debug('webhook.delivered', fields)
  else deps.log.warn('webhook.not_delivered', { ...fields, failure: verdict.failure })
  return { isEnabled }
}

/** Records how the endpoint fares; false if nothing more should be sent to it. */
async function noteHealth(
  trx: Trx,
  deps: WebhookRuntime,
  tried: {
    readonly delivery: WebhookDelivery
    readonly verdict: TryVerdict
    readonly now: Date
  },
): Promise<boolean> {
  const { delivery, verdict, now } = tried
  if (verdict.status === 'delivered') {
    await noteRecovery(trx, delivery.endpointId)
    return true
  }
  const endpoint = await lockEndpoint(trx, deps, delivery.endpointId)
  if (endpoint === undefined || endpoint.disabledReason !== undefined) return false
  if (verdict.isRefused) return true
  const { failingSince } = endpoint
  if (failingSince === undefined) await updateEndpoint(trx, endpoint.id, { failing_since: now })
  if (verdict.status === 'failed' && verdict.isGone) {
    await disableEndpoint(trx, deps, endpoint, 'It answered 410 Gone')
    return false
  }
  const mayDisable = delivery.tries >= TRIES_BEFORE_DISABLING
  if (mayDisable && failingSince !== undefined && isGivenUp(failingSince, now)) {
    await disableEndpoint(trx, deps, endpoint, 'Every delivery failed for five days')
    return false
  }
  return true
}
