import type { TryMerchant } from '../try-merchant.ts'

/** What really happens in a scenario that `amount` sets off, asked as a merchant would ask. */
export type Check = (merchant: TryMerchant, amount: string) => Promise<void>
export type Checks = Readonly<Record<string, Check>>

export const N = 'ORDER1'
export const R = 'REFUND1'

export async function respcdOf(m: TryMerchant, number = N): Promise<unknown> {
  return (await m.row(number))['respcd']
}

/** The row of a number in the list of the day; empty when it is not in it. */
export async function listed(
  m: TryMerchant,
  number = N,
): Promise<Readonly<Record<string, unknown>>> {
  const range = { start_time: '2025-11-22 00:00:00', end_time: '2025-11-22 23:59:59' }
  const { data = [] } = await m.call('/trade/v1/query', { ...range, page_size: '100' })
  return data.find((row) => row['out_trade_no'] === number) ?? {}
}

export async function isKnown(m: TryMerchant, number = N): Promise<boolean> {
  return (await respcdOf(m, number)) !== undefined
}

export function ask(m: TryMerchant): Promise<Response> {
  return m.send('/trade/v1/query', { out_trade_no: N })
}

export async function repeat(times: number, work: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time += 1) await work()
}

/** Lets work continue that waits for no clock. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
