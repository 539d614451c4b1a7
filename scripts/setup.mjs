// Brings node_modules up to date with package-lock.json, so that one command is the whole set-up.
// `npm ci` prepares the database as well; where it did not run now, a clone may be older than that.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isNewEnough = major > 22 || (major === 22 && minor >= 19)
const bringsNode = ['linux-x64', 'linux-arm64', 'win32-x64'] // package.json's optionalDependencies
if (!isNewEnough && !bringsNode.includes(`${process.platform}-${process.arch}`)) {
  console.error(
    `tael needs Node 22.19 or newer; this is ${process.version}. Install a newer Node and try again.`,
  )
  process.exit(3)
}

const installed = 'node_modules/.package-lock.json'
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  console.log('Installing dependencies (npm ci) …')
  const { status } = spawnSync('npm', ['ci'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  process.exit(status ?? 1)
}
await import('./prepare-database.mjs')
