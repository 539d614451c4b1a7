import { drawTable } from '@tael/testing/markdown-table'
import type { Result } from './campaign.ts'

/** Campaign, how much, how long, what broke: as Markdown. */
export function drawResults(results: readonly Result[]): string {
  return drawTable(
    ['campaign', 'how much', 'how long', 'broken'],
    results.map(({ name, done, notRun, ms, broken }) => [
      name,
      [done, notRun === undefined ? '' : `not run: ${notRun}`]
        .filter((text) => text !== '')
        .join('; '),
      `${Math.round(ms / 1000)} s`,
      broken.length,
    ]),
  )
}

export type Circumstances = {
  readonly command: string
  readonly commit: string
  readonly machine: string
  readonly date: string
}

/** The page `docs/proof.md`. */
export function writeProof(
  results: readonly Result[],
  { command, commit, machine, date }: Circumstances,
): string {
  const broken = results.flatMap((result) => result.broken.map((what) => ({ ...result, what })))
  return `# Proof

The results of the last \`npm run prove\` that wrote this page (\`--write\`). It runs every campaign against the
product with a fresh seed; [promises.md](promises.md) says what each one shows.

Measured by \`${command}\`, at commit ${commit}, on ${machine}, ${date}.

${drawResults(results)}

${broken.length === 0 ? 'Nothing broke.' : broken.map(({ name, what }) => `- ${name}: ${firstLine(what)}`).join('\n')}
`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
