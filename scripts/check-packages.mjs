// Builds and packs each package as npm would publish it, asks publint and are-the-types-wrong, and runs it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const run = (command, args, options = {}) => {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  })
  if (status !== 0) process.exit(status ?? 1)
}
run('node', ['scripts/build.mjs'])
const folder = mkdtempSync(join(tmpdir(), 'tael-packed-'))
const workspaces = ['qfpay', 'sandbox', 'checkout', 'cli'].flatMap((name) => [
  '--workspace',
  `packages/${name}`,
])
run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, ...workspaces])
for (const packed of readdirSync(folder).map((file) => join(folder, file))) {
  run('publint', ['--strict', packed])
  run('attw', [packed, '--profile', 'esm-only', '--quiet'])
}
rmSync(folder, { recursive: true })
// What is published also runs: without the condition that leads to the sources.
const said = execFileSync('node', ['packages/cli/dist/main.js', 'pay', '--demo'], {
  encoding: 'utf8',
})
for (const expected of [/payment\.succeeded/, /Paid, and proved by an enquiry/]) {
  if (!expected.test(said)) throw new Error(`tael pay --demo does not say ${expected}:\n${said}`)
}
