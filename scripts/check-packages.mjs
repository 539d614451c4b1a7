// Builds and packs each package as npm would publish it, asks publint and are-the-types-wrong, and runs it.
import { execFileSync, spawnSync } from 'node:child_process'

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
const said = execFileSync('node', ['packages/cli/dist/main.js', 'pay', '--demo'], {
  encoding: 'utf8',
})
for (const expected of [/payment\.succeeded/, /Paid, and proved by an enquiry/]) {
  if (!expected.test(said)) throw new Error(`tael pay --demo does not say ${expected}:\n${said}`)
}
