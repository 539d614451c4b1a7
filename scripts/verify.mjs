// Everything that must hold before a change lands: `npm test` runs all of it, CI runs `npm test`.
// `-- --times` prints what each process of it cost.
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs, stripVTControlCharacters } from 'node:util'

const CHECKS = [
  ['lint and types', 'oxlint', ['.']],
  ['browser scripts', 'tsc', ['-p', 'tsconfig.browser.json']],
  ['format', 'oxfmt', ['--check', '.']],
  ['walls and floors', 'node', ['scripts/walls.mjs'], 'shown'],
  ['unused code', 'knip', []],
  ['published packages', 'node', ['scripts/check-packages.mjs']],
]
const CONDITION = '--conditions=@tael/source'
const SETUP = '--test-global-setup=test/support/global-setup.ts'
// A test that never ends is ended, generously late; and what a failed one left open holds up nobody: its process
// ends with its last test. Node then runs no global teardown, but what the set-up made is ours: see below.
const ENDS = ['--import=./scripts/write-all.mjs', '--test-timeout=900000', '--test-force-exit']
// No database, no browser, no state of their own: one process is enough for all of them.
const UNIT_TESTS = [
  'unit tests',
  'node',
  [
    CONDITION,
    '--test-isolation=none',
    '--test',
    ...ENDS,
    'packages/qfpay/src/**/*.test.ts',
    'packages/sandbox/src/**/*.test.ts',
    'packages/cli/src/**/*.test.ts',
    'test/contract/*.test.ts',
  ],
]
// Of the tests across packages: what begins before its first test, or is long and waits for what it has started.
const ALONE = 'cli|dashboard|examples|mutations|operations|path-prefix|walls'
// Each group of them makes a database of its own: one process for all is enough here as well, and loading the
// sources in a process for each file would cost as much as the tests. Five, because they often wait.
const DATABASE_TESTS = [
  'packages/checkout/src/[a-l]*/**/*.test.ts',
  'packages/checkout/src/[m-z]*/**/*.test.ts',
  'packages/checkout/test/**/*.test.ts',
  'test/flow/*.test.ts',
  `test/!(${ALONE}).test.ts`,
].map((files) => [
  `tests on a database: ${files}`,
  'node',
  [CONDITION, '--test-isolation=none', SETUP, '--test', ...ENDS, files],
])
const TESTS = [
  'tests in processes of their own',
  'node',
  [
    CONDITION,
    SETUP,
    '--test',
    ...ENDS,
    // One more than there are cores, because some wait for a silence or for the disk.
    `--test-concurrency=${availableParallelism() + 1}`,
    'packages/testing/src/**/*.test.ts',
    'packages/!(checkout)/test/**/*.test.ts',
    'examples/**/*.test.ts',
    `test/@(${ALONE}).test.ts`,
    'test/!(contract|flow)/**/*.test.ts',
    'bench/**/*.test.ts',
  ],
]

const { values, positionals } = parseArgs({
  options: { times: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const [part = 'all'] = positionals
const measured = values.times ? mkdtempSync(join(tmpdir(), 'tael-times-')) : undefined
Object.assign(process.env, {
  // Hundreds of processes load the same sources.
  NODE_COMPILE_CACHE: 'node_modules/.cache/compiled',
  ...(measured && {
    NODE_OPTIONS: `--import=${new URL('measure-process.mjs', import.meta.url).href}`,
    MEASURED_INTO: measured,
  }),
})

const startedAt = performance.now()
const failed = []
// A check keeps one core busy, and says what it has to say when it is over; so does what is not shown.
await Promise.all([
  inTurn([...(part === 'tests' ? [] : CHECKS), ...(part === 'checks' ? [] : [UNIT_TESTS])]),
  ...(part === 'checks' ? [] : [runWithDatabase()]),
])
if (measured) {
  printTimes(measured)
  rmSync(measured, { recursive: true })
}
console.log(`${part === 'all' ? 'All' : `The ${part}`} took ${seconds(startedAt)}.`)
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}

/** One set-up for all processes, because making a database costs as much as many tests. */
async function runWithDatabase() {
  const { globalSetup, globalTeardown } = await import('../test/support/global-setup.ts')
  // What it makes lies in memory, and nothing else would remove it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void globalTeardown().finally(() => process.exit(1)))
  }
  try {
    await globalSetup()
    await Promise.all([...DATABASE_TESTS.map((tests) => run(tests)), run(TESTS, 'live')])
  } finally {
    await globalTeardown()
  }
}

function inTurn(commands) {
  return commands.reduce((before, command) => before.then(() => run(command)), Promise.resolve())
}

/** Runs one to its end and says how it went; live: with all that it says meanwhile. */
async function run([name, command, args, shown], live) {
  const begun = performance.now()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  if (live) {
    child.stdout.pipe(process.stdout, { end: false })
    child.stderr.pipe(process.stderr, { end: false })
  }
  const [code, said, errors] = await Promise.all([
    new Promise((resolve) => child.on('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ])
  const tests = args.includes('--test')
    ? readTests(args, stripVTControlCharacters(said))
    : undefined
  const isGood = code === 0 && (tests?.missing ?? []).length === 0
  if (!isGood) {
    failed.push(name)
    if (!live) console.error(said + errors)
  }
  const { count, skipped = [], missing = [] } = tests ?? {}
  const counts = tests === undefined ? '' : `, ${count} tests, ${skipped.length} skipped`
  console.log(`${isGood ? 'ok  ' : 'FAIL'} ${name} (${seconds(begun)}${counts})`)
  for (const line of [...missing, ...skipped]) console.log(`     ${line}`)
  if (shown && isGood) console.log(said.trimEnd().replaceAll(/^/gm, '     '))
}

/** What ran, what did not and why, and what is not there to run. */
function readTests(args, said) {
  const count = Number(/^ℹ tests (\d+)$/m.exec(said)?.[1] ?? 0)
  // A group of tests that is skipped counts as no test at all, but has its line.
  const skipped = [...said.matchAll(/^ *﹣ (.+) \([\d.]+ms\) # (.+)$/gm)]
  const empty = args.filter((arg) => arg.endsWith('.test.ts') && globSync(arg).length === 0)
  return {
    count,
    skipped: skipped.map(([, test, why]) => `skipped: ${test}: ${why}`),
    missing: [
      ...empty.map((files) => `no test file matches ${files}`),
      ...(count === 0 ? ['no test ran'] : []),
    ],
  }
}

function printTimes(folder) {
  const rows = readFileSync(join(folder, 'times'), 'utf8').trim().split('\n').map(JSON.parse)
  const byName = Map.groupBy(rows, ({ name }) => name)
  const sum = (all, of) => all.reduce((total, row) => total + row[of], 0)
  const table = [...byName].map(([name, all]) => ({
    name,
    processes: all.length,
    'wall, s': Math.round(sum(all, 'wall') / 100) / 10,
    'CPU, s': Math.round(sum(all, 'cpu') / 100) / 10,
  }))
  console.table(table.sort((one, other) => other['CPU, s'] - one['CPU, s']).slice(0, 60))
  console.log(`All processes of Node: ${Math.round(sum(rows, 'cpu') / 1000)} s of CPU.`)
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
