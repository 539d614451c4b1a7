// Builds and packs each package as npm would publish it, asks publint and are-the-types-wrong, and runs it.
import { spawnSync } from 'node:child_process'

const run = (command, args, options = {}) => {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  })
  if (status !== 0) process.exit(status ?? 1)
}
run('node', ['scripts/build.mjs'])
for (const name of ['qfpay', 'sandbox', 'checkout', 'cli']) {
  run('publint', ['--strict', `packages/${name}`])
  run('attw', ['--pack', `packages/${name}`, '--profile', 'esm-only', '--quiet'])
}
// What is published also runs: without the condition that leads to the sources.
run('node', ['packages/cli/dist/main.js', 'pay', '--demo'])
