import { callsWithin } from '../support/gateway-calls.ts'
import type { Served } from '../support/poster-queue.ts'
import { drawPanels } from './draw-panel.ts'

const [GREEN, AMBER, RED] = ['#07693f', '#7d4e00', '#a3261c']

/** Two plots: what became of the crowd, and how the account's limit was used meanwhile. */
export function drawPosterQueue({ people, callsAt }: Served): string {
  const endMs = Math.max(...people.map(({ paidMs = 0, toldMs = 0 }) => Math.max(paidMs, toldMs)))
  const minutes = Math.ceil(endMs / 60_000)
  const times = Array.from({ length: 201 }, (_, index) => (index * endMs) / 200)
  const count = (is: (atMs: number) => (person: Served['people'][number]) => boolean) =>
    times.map((at) => [at / 60_000, people.filter(is(at)).length] as const)
  const waiting = count(
    (at) =>
      ({ arrivedMs, calledMs = Infinity, toldMs = Infinity }) =>
        arrivedMs <= at && at < Math.min(calledMs, toldMs),
  )
  const paid = count(
    (at) =>
      ({ paidMs = Infinity }) =>
        paidMs <= at,
  )
  const told = count(
    (at) =>
      ({ toldMs = Infinity }) =>
        toldMs <= at,
  )
  const calls = callsWithin(callsAt, 60_000)
    .map((calls, index) => [(callsAt[index] ?? 0) / 60_000, calls] as const)
    .filter(([at]) => at <= minutes)
  const across = { most: minutes, every: 1, unit: ' min' }
  const panels = [
    {
      left: 64,
      title: `${people.length.toLocaleString('en')} people scan one poster within a minute`,
      note: 'a fifth lock their phone for a minute, a tenth of those called do not pay',
      lines: [
        { points: waiting, color: AMBER, name: 'wait' },
        { points: paid, color: GREEN, name: 'paid' },
        { points: told, color: RED, name: 'told that it is sold out' },
      ],
      across,
      up: { most: people.length * 1.1, every: people.length / 5, unit: '' },
    },
    {
      left: 524,
      title: 'Calls to QFPay in the last minute',
      note: 'openids, orders and enquiries of all of them',
      lines: [{ points: calls, color: GREEN }],
      limit: { at: 400, text: 'QFPay’s limit' },
      across,
      up: { most: 450, every: 100, unit: '' },
    },
  ]
  return drawPanels(`${people.length} people in front of one poster`, panels)
}
