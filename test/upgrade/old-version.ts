import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRandom } from '@tael/testing/random'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MIGRATIONS = 'packages/checkout/src/database/migrations'
/** About as far as a merchant's server is behind. */
const HOW_FAR_BACK = 8

/** The source from before one of the newest migrations, ready to run. */
export type OldVersion = {
  readonly commit: string
  /** The program that is `tael`. */
  readonly main: string
  /** The migrations that it does not know. */
  readonly newer: readonly string[]
  readonly remove: () => void
}

/**
 * Takes one out of git's history, by the seed: from before one of the newest migrations, as far back as all since
 * have only added. Or says why that cannot be.
 */
export function takeOldVersion(seed: number): OldVersion | string {
  const commits = commitsBefore()
  if (commits.length === 0) return 'this clone has no history from before the newest migration'
  const candidates = commits
    .map((commit) => ({ commit, newer: newerThan(commit) }))
    .filter(({ newer }) => newer.every(isAdditive))
  if (candidates.length === 0) {
    return 'the newest migration is not additive, so two versions never run together'
  }
  const { commit, newer } = createRandom(seed, 'old version').pick(candidates)
  const folder = mkdtempSync(join(tmpdir(), 'tael-old-'))
  const archive = git('archive', '--format=tar', commit, 'package.json', 'packages')
  execFileSync('tar', ['-x', '-C', folder], { input: Buffer.from(archive, 'latin1') })
  linkDependencies(folder)
  return {
    commit: commit.slice(0, 7),
    main: join(folder, 'packages/cli/src/main.ts'),
    newer: newer.map((file) => file.replace('.sql', '')),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

function commitsBefore(): readonly string[] {
  const added = ['--diff-filter=A', `-${HOW_FAR_BACK}`, '--', MIGRATIONS]
  try {
    const parents = git('log', '--format=%P', ...added).split(/\s+/)
    return parents.filter((commit) => commit !== '')
  } catch {
    return []
  }
}

function newerThan(commit: string): readonly string[] {
  const known = new Set(git('ls-tree', '--name-only', commit, `${MIGRATIONS}/`).split('\n'))
  return readdirSync(join(ROOT, MIGRATIONS))
    .filter((file) => !known.has(`${MIGRATIONS}/${file}`))
    .sort()
}

function isAdditive(file: string): boolean {
  return readFileSync(join(ROOT, MIGRATIONS, file), 'utf8').startsWith('-- additive\n')
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'latin1',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** What others have published as it is installed here; our own packages as they were. */
function linkDependencies(folder: string): void {
  const link = (path: string): void => symlinkSync(join(ROOT, path), join(folder, path))
  mkdirSync(join(folder, 'node_modules/@tael'), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('@tael')) link(`node_modules/${name}`)
  }
  for (const name of readdirSync(join(folder, 'packages'))) {
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@tael', name))
    if (readdirSync(join(ROOT, 'packages', name)).includes('node_modules')) {
      link(`packages/${name}/node_modules`)
    }
  }
}
