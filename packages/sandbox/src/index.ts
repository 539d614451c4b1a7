export { type Clock, type ClockOptions, createClock } from './clock.ts'
export { ConnectionCut } from './connection-cut.ts'
export {
  type AuthorizeRequest,
  type Control,
  type MerchantView,
  type OfficialAccountView,
  type Parties,
  type ScenarioRequest,
} from './control/control.ts'
export { ControlError } from './control/control-error.ts'
export {
  type Decided,
  type Decision,
  type OrderName,
  type PortalRefund,
} from './control/order-control.ts'
export { type OrderView } from './control/order-view.ts'
export { DEMO } from './demo.ts'
export { type Effect, type Endpoint, type Fault, type FaultInput } from './faults/fault.ts'
export { type Scenario } from './faults/scenario.ts'
export { scenarioTable } from './faults/scenario-table.ts'
export { type Delivery, type DeliveryTry } from './notifications/delivery.ts'
export { type Journal, type JournalEntry, type Problem, type SignedText } from './state/journal.ts'
export { type LedgerEntry } from './state/ledger.ts'
export {
  type Merchant,
  type MerchantInput,
  type OfficialAccount,
  type OfficialAccountInput,
  type Payer,
  type PayerInput,
} from './state/parties.ts'
export { refuseForeignHost } from './loopback.ts'
export { type Sandbox, type SandboxOptions, createSandbox } from './sandbox.ts'
export { type SandboxServer, type ServeOptions, serveSandbox } from './server.ts'
export { type Settings, type SettingsInput } from './state/settings.ts'
export {
  type ConfigRequest,
  type Wallet,
  type WalletOpening,
  type WalletRequest,
  type WalletResult,
} from './wechat/wallet.ts'
