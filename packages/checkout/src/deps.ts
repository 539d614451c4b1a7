import type { KeyUses } from './accounts/key-uses.ts'
import type { KnownAccounts } from './accounts/known-accounts.ts'
import type { ExchangeRecorder } from './exchanges/exchange-recorder.ts'
import type { Gateways } from './gateways/gateways.ts'
import type { LinkOpens } from './links/link-opens.ts'
import type { Changes } from './platform/changes.ts'
import type { Noted } from './platform/noted.ts'
import type { Rounds } from './platform/rounds.ts'
import type { Runtime } from './runtime.ts'
import type { UnwantedEvents } from './webhooks/unwanted-events.ts'
import type { WebhookNetwork } from './webhooks/webhook-network.ts'

/** What payments, and every slice above them, are made with; made once, in checkout.ts. */
export type Deps = Runtime & {
  readonly gateways: Gateways
  readonly accounts: KnownAccounts
  readonly keyUses: KeyUses
  readonly linkOpens: LinkOpens
  /** When the page of a payment without an attempt was first opened. */
  readonly pageOpens: Noted<Date>
  readonly changes: Changes
  readonly exchanges: ExchangeRecorder
  readonly rounds: Rounds
  readonly webhooks: WebhookNetwork
  readonly unwantedEvents: UnwantedEvents
}
