import type { Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios.ts'

const HEAD = ['Scenario', '`txamt`', 'What happens', 'What it stands for']
const PARTS: readonly {
  readonly on: Scenario['on']
  readonly title: string
  readonly how: string
}[] = [
  {
    on: 'payment',
    title: 'Payments',
    how: 'Set off by the `txamt` of a payment request, or by name.',
  },
  {
    on: 'refund',
    title: 'Refunds',
    how: 'Set off by the `txamt` of a refund request, or by name.',
  },
  { on: 'visit', title: 'Authorization', how: 'Set off by name, for the next visit of a payer.' },
]

/** The page docs/scenarios.md, from the data. */
export function scenarioTable(): string {
  return [
    '# Scenarios of the sandbox',
    `Each of these ${SCENARIOS.length} goes wrong on demand. Order for the amount in the table, or ask for it by name: \`POST /_sandbox/scenarios\` with \`{"name": "answer-lost"}\` plays it on the next payment, or with \`"order"\` on one \`out_trade_no\`.`,
    ...PARTS.flatMap(({ on, title, how }) => [`## ${title}`, how, tableOf(on)]),
  ]
    .join('\n\n')
    .concat('\n')
}

function tableOf(on: Scenario['on']): string {
  const rows = SCENARIOS.filter((scenario) => scenario.on === on).map(
    ({ name, amount, happens, standsFor }) => [
      `\`${name}\``,
      amount === undefined ? '' : String(amount),
      happens,
      standsFor,
    ],
  )
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(HEAD), rule, ...rows.map(line)].join('\n')
}
