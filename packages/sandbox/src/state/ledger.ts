/** One movement of money that really happened, whatever anyone was told about it. */
export type LedgerEntry = {
  /** Milliseconds since 1970, in the sandbox's time. */
  readonly at: number
  readonly kind: 'payment' | 'refund'
  readonly appCode: string
  readonly outTradeNo: string
  readonly syssn: string
  /** Of the payment, on a refund too. */
  readonly paymentOutTradeNo: string
  /** The payer's id in the sandbox. */
  readonly payer: string
  /** Minor units, always positive. */
  readonly amount: number
  readonly currency: string
}

/** What really happened to the money, to compare other books with. */
export interface Ledger {
  record(entry: LedgerEntry): void
  /** Oldest first. */
  list(): readonly LedgerEntry[]
  clear(): void
}

export function createLedger(): Ledger {
  const entries: LedgerEntry[] = []
  return {
    record: (entry) => void entries.push(entry),
    list: () => entries,
    clear: () => void entries.splice(0),
  }
}
