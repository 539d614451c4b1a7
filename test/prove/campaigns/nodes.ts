import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runTestFiles } from '../run-test-files.ts'

/** The oldest that `engines` allows, the newest of each line that is kept, and the newest of all. */
const VERSIONS = ['22.19.0', '22', '24', 'latest']

/** The client, the sandbox, and checkout with both of them in one flow. */
const FILES = ['packages/{qfpay,sandbox}/src/**/*.test.ts', 'test/flow/flow.test.ts']

/** The same tests under one Node after the other, each fetched with npm. */
export async function testOnEachNode({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const files = globSync(FILES).sort()
  const broken: string[] = []
  const done: string[] = []
  const missing: string[] = []
  // The one that runs this comes last: CI has just run all tests on it.
  const own = process.version.slice(1).split('.')[0]
  const order = shuffled(VERSIONS, seed).toSorted((a, b) => Number(a === own) - Number(b === own))
  for (const version of order) {
    if (done.length > 0 && performance.now() > endAt) break
    const node = findNode(version)
    if (node === undefined) {
      missing.push(`Node ${version}: npm could not bring it`)
      continue
    }
    const { passed, failed } = await runTestFiles(files, {}, node.path)
    broken.push(...failed.map((failure) => `${node.version}: ${failure}`))
    done.push(`${node.version} (${passed} tests)`)
    say(`${node.version}: ${passed} passed, ${failed.length} failed`)
  }
  return {
    done: `Node ${done.join(', ')}`,
    broken,
    ...(missing.length > 0 && { notRun: missing.join('; ') }),
  }
}

function findNode(wanted: string): { readonly path: string; readonly version: string } | undefined {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const { status, stdout } = spawnSync(
    'npm',
    [
      ...['exec', '--yes', '--prefer-offline', `--package=${name}@${wanted}`, '--'],
      ...['node', '-p', 'JSON.stringify({ path: process.execPath, version: process.version })'],
    ],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  )
  if (status !== 0) return undefined
  return JSON.parse(stdout) as { path: string; version: string }
}
