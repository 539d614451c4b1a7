import type { Gateways } from './accounts/gateways.ts'
import type { KeyUses } from './accounts/key-uses.ts'
import type { Database } from './database/database.ts'
import type { ExchangeRecorder } from './exchanges/exchange-recorder.ts'
import type { Changes } from './payments/changes.ts'
import type { Clock } from './platform/clock.ts'
import type { NewId } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import type { Sealing } from './platform/sealed.ts'
import type { Rounds } from './tasks/rounds.ts'
import type { WebhookNetwork } from './webhooks/webhook-network.ts'

/** What comes in from outside, once; made in checkout.ts and handed down. */
export type Deps = {
  readonly database: Database
  readonly clock: Clock
  readonly newId: NewId
  /** A number in [0, 1). */
  readonly random: () => number
  readonly randomBytes: (size: number) => Uint8Array
  readonly sealing: Sealing
  readonly log: Log
  readonly gateways: Gateways
  readonly keyUses: KeyUses
  readonly changes: Changes
  readonly exchanges: ExchangeRecorder
  readonly rounds: Rounds
  readonly webhooks: WebhookNetwork
  /** How long notifications are kept. */
  readonly notificationDays: number
  /** Origin under which payers and QFPay reach this server. */
  readonly publicUrl: string
}
