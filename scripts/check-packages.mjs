// Builds and packs each package as npm would publish it, then asks publint and are-the-types-wrong.
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
