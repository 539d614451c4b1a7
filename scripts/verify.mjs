// Everything that must hold before a change lands: `npm test` runs all of it, CI runs `npm test`.
import { spawnSync } from 'node:child_process'

const checks = [
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['browser scripts', 'tsc', ['-p', 'tsconfig.browser.json']],
  ['lint', 'eslint', ['.', '--max-warnings=0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['package walls', 'depcruise', ['--output-type', 'err', 'packages', 'examples', 'test']],
  ['unused code', 'knip', []],
  ['published packages', 'node', ['scripts/check-packages.mjs']],
]
const tests = [
  [
    'tests',
    'node',
    [
      '--conditions=@tael/source',
      '--test-global-setup=test/support/global-setup.ts',
      '--test',
      '--test-concurrency=2',
      ...testFiles(),
    ],
  ],
]
function testFiles() {
  return [
    'packages/*/src/**/*.test.ts',
    'packages/*/test/**/*.test.ts',
    'examples/**/*.test.ts',
    'test/**/*.test.ts',
  ]
}

const part = process.argv[2]
const steps = part === 'checks' ? checks : part === 'tests' ? tests : [...checks, ...tests]
const failed = []
for (const [name, command, args] of steps) {
  const startedAt = performance.now()
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  console.log(
    `${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  )
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}
