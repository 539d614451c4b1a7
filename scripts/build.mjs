// Emits what is published: dist/ of each package, in the order in which they depend on each other, and
// the prepared database.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { extname } from 'node:path'
import './prepare-database.mjs'

for (const name of ['qfpay', 'sandbox', 'checkout', 'cli']) {
  const dir = `packages/${name}`
  rmSync(`${dir}/dist`, { recursive: true, force: true })
  // `npm run check` checks the types, those of the tests too.
  const { status } = spawnSync('tsc', ['-p', `${dir}/tsconfig.build.json`, '--noCheck'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
  cpSync(`${dir}/src`, `${dir}/dist`, {
    recursive: true,
    filter: (source) => extname(source) !== '.ts',
  })
}
