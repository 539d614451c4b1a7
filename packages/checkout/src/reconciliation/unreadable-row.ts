/** What can be told of a paid row that has no whole amount in a currency that we can count. */
export type UnreadableRow = {
  readonly outTradeNo: string | undefined
  readonly syssn: string | undefined
  readonly currency: string | undefined
}

/** Reads what names the order, when the row is paid; nothing else of it is believed or kept. */
export function readUnreadable(row: unknown): readonly UnreadableRow[] {
  const fields = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {}
  const text = (name: string): string | undefined => {
    const value = fields[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  if (text('respcd') !== '0000') return []
  const names = { outTradeNo: text('out_trade_no'), syssn: text('syssn') }
  return [{ ...names, currency: text('txcurrcd')?.slice(0, 8) }]
}
