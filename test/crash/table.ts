import { drawTable } from '@tael/testing/markdown-table'
import type { Fault } from '../support/server/books.ts'
import type { Finding } from './trials/trial.ts'

const HEAD = ['what was done', 'database', 'how often', 'lost', 'doubled', 'stuck'] as const

/** As Markdown, ready for docs/crashes.md. */
export function drawFindings(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { trial, engine, done, notRun } = finding
    const count = (kind: Fault['kind']): string =>
      notRun === undefined
        ? String(finding.faults.filter((fault) => fault.kind === kind).length)
        : '-'
    const what = notRun === undefined ? done : `did not run: ${notRun}`
    return [trial, engine, what, count('lost'), count('doubled'), count('stuck')]
  })
  return drawTable(HEAD, rows)
}

export function isWrong({ faults }: Finding): boolean {
  return faults.length > 0
}
