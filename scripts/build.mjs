// Emits what is published: dist/ of each package, in the order in which they depend on each other, and
// the prepared database.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { extname } from 'node:path'
import './prepare-database.mjs'

const packages = ['qfpay', 'sandbox', 'checkout', 'cli'].map((name) => `packages/${name}`)
for (const dir of packages) rmSync(`${dir}/dist`, { recursive: true, force: true })

// One compiler for all reads what they share once. `npm run check` checks the types, those of the tests too.
const projects = packages.map((dir) => `${dir}/tsconfig.build.json`)
const { status } = spawnSync('tsc', ['--build', '--force', ...projects, '--noCheck'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status !== 0) process.exit(status ?? 1)

for (const dir of packages) {
  cpSync(`${dir}/src`, `${dir}/dist`, {
    recursive: true,
    filter: (source) => extname(source) !== '.ts',
  })
}
