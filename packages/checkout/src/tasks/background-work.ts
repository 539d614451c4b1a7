import { keyUseWork } from '../accounts/key-uses.ts'
import { closingWork } from '../attempts/close-orders.ts'
import { enquiryWork } from '../attempts/enquire-due-attempts.ts'
import { auditWork } from '../audit/chain-entries.ts'
import type { DueWork, PeriodicWork } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import { eventPruning } from '../events/prune-events.ts'
import { exchangeWork } from '../exchanges/exchange-recorder.ts'
import { exchangePruning } from '../exchanges/prune-exchanges.ts'
import { idempotencyKeyPruning } from '../http/idempotency.ts'
import { turnPruning } from '../links/end-turn.ts'
import { linkOpensWork } from '../links/link-opens.ts'
import { notificationPruning } from '../notifications/prune-notifications.ts'
import { tryPruning } from '../operators/sign-in.ts'
import { expiryWork } from '../payments/expire-payments.ts'
import { pageOpensWork } from '../payments/page-opens.ts'
import { reconciliationWork } from '../reconciliation/run-due-reconciliations.ts'
import { dailyReconciliationWork } from '../reconciliation/start-reconciliation.ts'
import { refundWork } from '../refunds/process-due-refunds.ts'
import { resealingWork } from '../resealing/reseal-notifications.ts'
import { deliveryPruning, webhookWork } from '../webhooks/deliver-webhooks.ts'

/** What must happen without anybody asking for it. Each room says how its own is done. */
export const DUE_WORK: readonly DueWork<Deps>[] = [
  enquiryWork,
  refundWork,
  expiryWork,
  closingWork,
  webhookWork,
  reconciliationWork,
  auditWork,
]

export const PERIODIC_WORK: readonly PeriodicWork<Deps>[] = [
  dailyReconciliationWork,
  keyUseWork,
  linkOpensWork,
  pageOpensWork,
  exchangeWork,
  exchangePruning,
  notificationPruning,
  idempotencyKeyPruning,
  deliveryPruning,
  eventPruning,
  turnPruning,
  tryPruning,
  resealingWork,
]
