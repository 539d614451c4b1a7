import type { Fault } from '../support/server/books.ts'
import type { Finding } from './trials/trial.ts'

const HEAD = ['what was done', 'database', 'how often', 'lost', 'doubled', 'stuck'] as const

/** As Markdown, ready for docs/crashes.md. */
export function drawTable(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { trial, engine, done, notRun } = finding
    const count = (kind: Fault['kind']): string =>
      notRun === undefined
        ? String(finding.faults.filter((fault) => fault.kind === kind).length)
        : '-'
    const what = notRun === undefined ? done : `did not run: ${notRun}`
    return [trial, engine, what, count('lost'), count('doubled'), count('stuck')]
  })
  return drawRows([HEAD, ...rows])
}

export function isWrong({ faults }: Finding): boolean {
  return faults.length > 0
}

/** The first row is the head. */
export function drawRows(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}
