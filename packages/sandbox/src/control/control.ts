import { z } from 'zod'
import { armScenario } from '../answers/arm-scenario.ts'
import { type Fault, type FaultInput, faultSchema } from '../faults/fault.ts'
import type { Scenario } from '../faults/scenario.ts'
import { SCENARIOS, findScenario } from '../faults/scenarios.ts'
import type { Finisher } from '../gateway/finish-orders.ts'
import { qfpayAppid } from '../hosted-pages/cashier-page.ts'
import type { Delivery } from '../notifications/delivery.ts'
import type { Notifier } from '../notifications/notifier.ts'
import {
  type MerchantInput,
  type OfficialAccountInput,
  type Payer,
  type PayerInput,
  merchantSchema,
  officialAccountSchema,
  payerSchema,
} from '../state/parties.ts'
import { type Settings, type SettingsInput, settingsSchema } from '../state/settings.ts'
import type { State } from '../state/state.ts'
import { issueCode } from '../wechat/issue-code.ts'
import type { Wallet } from '../wechat/wallet.ts'
import { notFound } from './control-error.ts'
import { type OrderControl, createOrderControl } from './order-control.ts'

// z.object drops the fields that it does not name: the secrets.
const merchantViewSchema = z.object(
  merchantSchema.omit({ clientKey: true, notificationKey: true }).shape,
)
const accountViewSchema = z.object(officialAccountSchema.omit({ secret: true, apiKey: true }).shape)

/** A merchant without the signing secret. */
export type MerchantView = z.output<typeof merchantViewSchema>
/** An Official Account without its secret and key. */
export type OfficialAccountView = z.output<typeof accountViewSchema>

/** Parties of one kind; `put` adds one, or replaces the one with the same name. */
export interface Parties<Input, View> {
  list(): readonly View[]
  put(party: Input): View
}

/** Arms a scenario for an order, a payer, a merchant, or whatever comes next. */
const scenarioRequestSchema = z.strictObject({
  name: z.string(),
  order: z.string().optional(),
  appCode: z.string().optional(),
  payer: z.string().optional(),
})
export type ScenarioRequest = z.input<typeof scenarioRequestSchema>

/** Asks for an OAuth code: from QFPay for a merchant (`appCode`), or from an Official Account. */
const authorizeRequestSchema = z.strictObject({
  payer: z.string().optional(),
  appCode: z.string().optional(),
  appid: z.string().optional(),
})
export type AuthorizeRequest = z.input<typeof authorizeRequestSchema>

/** Everything that a test can do to the sandbox from outside the flow. */
export interface Control {
  readonly merchants: Parties<MerchantInput, MerchantView>
  readonly payers: Parties<PayerInput, Payer>
  readonly officialAccounts: Parties<OfficialAccountInput, OfficialAccountView>
  readonly orders: OrderControl
  readonly faults: {
    list(): readonly Fault[]
    add(fault: FaultInput): Fault
    remove(id: number): void
    clear(): void
  }
  readonly scenarios: {
    list(): readonly Scenario[]
    /** The faults that wait now; none if the next payment or refund brings them. */
    arm(request: ScenarioRequest): readonly Fault[]
  }
  readonly notifications: {
    list(): readonly Delivery[]
    redeliver(id: number): Promise<Delivery>
  }
  readonly settings: {
    get(): Settings
    change(settings: SettingsInput): Settings
  }
  /** What OAuth would put into the redirect, without a browser. */
  authorize(request: AuthorizeRequest): { readonly code: string }
}

type Parts = {
  readonly wallet: Wallet
  readonly finisher: Finisher
  readonly notifier: Notifier
}

export function createControl(state: State, { wallet, finisher, notifier }: Parts): Control {
  return {
    merchants: {
      list: () =>
        [...state.merchants.values()].map((merchant) => merchantViewSchema.parse(merchant)),
      put(input) {
        const merchant = merchantSchema.parse(input)
        state.merchants.set(merchant.appCode, merchant)
        return merchantViewSchema.parse(merchant)
      },
    },
    payers: {
      list: () => [...state.payers.values()],
      put(input) {
        const payer = payerSchema.parse(input)
        state.payers.set(payer.id, payer)
        return payer
      },
    },
    officialAccounts: {
      list: () =>
        [...state.officialAccounts.values()].map((account) => accountViewSchema.parse(account)),
      put(input) {
        const account = officialAccountSchema.parse(input)
        state.officialAccounts.set(account.appid, account)
        return accountViewSchema.parse(account)
      },
    },
    orders: createOrderControl(state, wallet, finisher),
    faults: {
      list: () => state.faults.list(),
      add: (fault) => state.faults.add(faultSchema.parse(fault)),
      remove(id) {
        if (!state.faults.remove(id)) throw notFound(`fault ${id}`, 'It may have happened already.')
      },
      clear() {
        state.faults.clear()
        state.upcoming.clear()
      },
    },
    scenarios: {
      list: () => SCENARIOS,
      arm(request) {
        const { name, ...target } = scenarioRequestSchema.parse(request)
        const scenario = findScenario(name)
        if (scenario === undefined) {
          throw notFound(`scenario ${name}`, 'GET /_sandbox/scenarios lists them.')
        }
        return armScenario(state, scenario, target)
      },
    },
    notifications: {
      list: () => notifier.list(),
      async redeliver(id) {
        const delivery = await notifier.redeliver(id)
        if (delivery !== undefined) return delivery
        throw notFound(`notification ${id}`, 'GET /_sandbox/notifications lists them.')
      },
    },
    settings: {
      get: () => structuredClone(state.settings),
      change(settings) {
        const changed = settingsSchema.parse({ ...state.settings, ...settings })
        Object.assign(state.settings, changed)
        return structuredClone(changed)
      },
    },
    authorize: (request) => ({ code: authorize(state, authorizeRequestSchema.parse(request)) }),
  }
}

function authorize(state: State, request: z.output<typeof authorizeRequestSchema>): string {
  const payer = request.payer ?? state.payers.keys().next().value ?? ''
  if (!state.payers.has(payer)) {
    throw notFound(`payer ${payer}`, 'GET /_sandbox/payers lists them.')
  }
  const asked = { payer, scope: 'snsapi_base' }
  if (request.appid !== undefined) {
    if (state.officialAccounts.has(request.appid)) {
      return issueCode(state, { ...asked, appid: request.appid })
    }
    throw notFound(`Official Account ${request.appid}`, 'Add it, or use another.')
  }
  const appCode = request.appCode ?? state.merchants.keys().next().value ?? ''
  const appid = qfpayAppid(state)
  if (appid === undefined || !state.merchants.has(appCode)) {
    throw notFound('such merchant', 'Name one by appCode, or an Official Account by appid.')
  }
  return issueCode(state, { ...asked, appid, appCode })
}
