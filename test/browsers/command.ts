// `npm run browsers`: the payer's pages in the real browsers of this machine, other than Chromium.
import { mkdir } from 'node:fs/promises'
import { parseArgs, styleText } from 'node:util'
import { drawTable } from '@tael/testing/markdown-table'
import { driveEach, KINDS, outcomeOf } from './drive-browsers.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    pictures: { type: 'string' },
    minutes: { type: 'string', default: '30' },
  },
})
const kinds = KINDS.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()))
if (kinds.length === 0) {
  throw new Error(`--only is part of one of: ${KINDS.map(({ name }) => name).join(', ')}`)
}
if (values.pictures !== undefined) await mkdir(values.pictures, { recursive: true })
// After an interrupt no browser must be left over: they end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const driven = await driveEach(
  {
    seed: Number(values.seed),
    endAt: performance.now() + Number(values.minutes) * 60_000,
    say,
    ...(values.pictures !== undefined && { pictures: values.pictures }),
  },
  kinds,
)
const rows = driven.map(({ browser, version, pages, steps, restarts, broken, notRun }) => [
  browser,
  version ?? '-',
  pages,
  steps,
  restarts,
  broken.length,
  notRun ?? '',
])
say(
  `\n${drawTable(['browser', 'version', 'pages', 'steps', 'driver silent', 'broken', 'not run'], rows)}`,
)
const { broken } = outcomeOf(driven)
for (const what of broken) say(styleText('red', what))
say(`Seed ${values.seed}.`)
process.exit(broken.length > 0 ? 1 : 0)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
