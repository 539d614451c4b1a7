import { percentile } from '@tael/testing/percentile'
import { callsWithin } from '../support/gateway-calls.ts'
import type { Waited } from '../support/waiting-payers.ts'
import { drawPanels } from './draw-panel.ts'

const GREEN = '#07693f'

/** Two plots: how long payers waited, and how the account's limit was used meanwhile. */
export function drawWaitingPayers({ waitsMs, callsAt, launchedMs }: Waited): string {
  const waits = Array.from(
    { length: 101 },
    (_, percent) => [percent, percentile(waitsMs, percent) / 1000] as const,
  )
  const calls = callsWithin(callsAt, 60_000).map(
    (count, index) => [(callsAt[index] ?? 0) / 60_000, count] as const,
  )
  const minutes = Math.ceil(Math.max(...calls.map(([at]) => at)))
  const panels = [
    {
      left: 64,
      title: `How long ${waitsMs.length} payers waited for “paid”`,
      note: 'from the money to the page, by share of payers; not one notification',
      lines: [{ points: waits, color: GREEN }],
      limit: { at: 3, text: '3 s for 95 in 100' },
      across: { most: 100, every: 20, unit: '%' },
      up: { most: 4, every: 1, unit: ' s' },
    },
    {
      left: 524,
      title: 'Calls to QFPay in the last minute',
      note: `payers arrive until ${(launchedMs / 60_000).toFixed(1)} min; from then on all of them wait`,
      lines: [{ points: calls, color: GREEN }],
      limit: { at: 400, text: 'QFPay’s limit' },
      across: { most: minutes, every: 1, unit: ' min' },
      up: { most: 450, every: 100, unit: '' },
    },
  ]
  const title = `${waitsMs.length} waiting payers: waiting times, and calls in each minute against the limit`
  return drawPanels(title, panels)
}
