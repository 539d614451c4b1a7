import type { Clock } from '../clock.ts'
import { type Faults, createFaults } from '../faults/faults.ts'
import type { UpcomingScenario } from '../faults/scenario.ts'
import type { CustomsDeclaration } from './customs-declarations.ts'
import { type Journal, createJournal } from './journal.ts'
import { type Ledger, createLedger } from './ledger.ts'
import { type Mint, createMint } from './mint.ts'
import { type OauthGrants, createOauthGrants } from './oauth-grants.ts'
import { type OrderBook, createOrderBook } from './order-book.ts'
import type { Payment } from './order.ts'
import type { Merchant, OfficialAccount, Payer } from './parties.ts'
import { type RsaKeys, createRsaKeys } from './pay-sign.ts'
import type { Settings } from './settings.ts'

/** What a sandbox starts with, and returns to when it is reset. */
export type Beginning = {
  readonly settings: Settings
  readonly merchants: readonly Merchant[]
  readonly payers: readonly Payer[]
  readonly officialAccounts: readonly OfficialAccount[]
}

/** What the sandbox needs from outside. */
export type World = {
  readonly clock: Clock
  /** A number in [0, 1). */
  readonly random: () => number
  /** The way to the merchants' servers. */
  readonly fetch: typeof fetch
}

/** Everything the sandbox knows; nothing of it outlives the process. */
export type State = World & {
  readonly settings: Settings
  /** By app_code. */
  readonly merchants: Map<string, Merchant>
  /** By id. */
  readonly payers: Map<string, Payer>
  /** By appid. */
  readonly officialAccounts: Map<string, OfficialAccount>
  readonly mint: Mint
  readonly journal: Journal
  readonly ledger: Ledger
  readonly orders: OrderBook
  readonly faults: Faults
  readonly grants: OauthGrants
  readonly rsa: RsaKeys
  /** Payment sheets that are open, by id. */
  readonly sheets: Map<string, { readonly payment: Payment; readonly payer: string }>
  /** Instants at which each app_code sent its requests of the last minute. */
  readonly requests: Map<string, readonly number[]>
  /** Orders whose amount has armed its scenario. */
  readonly armed: Set<string>
  /** Scenarios that wait for the next payment or refund. */
  readonly upcoming: Set<UpcomingScenario>
  /** Notes added to orders, by syssn. */
  readonly notes: Map<string, string>
  /** What customs offices were told, by payment, office and part. */
  readonly customs: Map<string, CustomsDeclaration>
  /** Origins on which the sandbox itself served its payment pages. */
  readonly ownOrigins: Set<string>
  /** Runs a task later on the clock, unless the sandbox is reset before. */
  readonly later: (delayMs: number, task: () => Promise<void> | void) => void
  /** Drops everything that was planned for later. */
  readonly stop: () => void
  readonly reset: () => void
}

export function createState(beginning: Beginning, world: World): State {
  const waiting = new Set<() => void>()
  const now = (): number => world.clock.now()
  const state: State = {
    ...world,
    settings: structuredClone(beginning.settings),
    merchants: new Map(),
    payers: new Map(),
    officialAccounts: new Map(),
    mint: createMint(now, world.random),
    journal: createJournal(now),
    ledger: createLedger(),
    orders: createOrderBook(),
    faults: createFaults(),
    grants: createOauthGrants(),
    rsa: createRsaKeys(),
    sheets: new Map(),
    requests: new Map(),
    armed: new Set(),
    upcoming: new Set(),
    notes: new Map(),
    customs: new Map(),
    ownOrigins: new Set(),
    later(delayMs, task) {
      const cancel = world.clock.after(delayMs, () => {
        waiting.delete(cancel)
        return task()
      })
      waiting.add(cancel)
    },
    stop() {
      for (const cancel of waiting) cancel()
      waiting.clear()
    },
    reset() {
      state.stop()
      Object.assign(state.settings, structuredClone(beginning.settings))
      refill(state.merchants, beginning.merchants, ({ appCode }) => appCode)
      refill(state.payers, beginning.payers, ({ id }) => id)
      refill(state.officialAccounts, beginning.officialAccounts, ({ appid }) => appid)
      const { journal, ledger, orders, faults, grants } = state
      for (const part of [journal, ledger, orders, faults, grants]) part.clear()
      const { sheets, requests, armed, upcoming, notes, customs } = state
      for (const part of [sheets, requests, armed, upcoming, notes, customs]) part.clear()
    },
  }
  state.reset()
  return state
}

function refill<Item>(
  map: Map<string, Item>,
  items: readonly Item[],
  keyOf: (item: Item) => string,
): void {
  map.clear()
  for (const item of items) map.set(keyOf(item), structuredClone(item))
}
