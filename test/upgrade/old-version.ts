import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MIGRATIONS = 'packages/checkout/src/database/migrations'

/** The source from before the newest migration, ready to run. */
export type OldVersion = {
  readonly commit: string
  /** The program that is `tael`. */
  readonly main: string
  /** The migrations that it does not know. */
  readonly newer: readonly string[]
  readonly remove: () => void
}

/** Takes it out of git's history; or says why that cannot be. */
export function takeOldVersion(): OldVersion | string {
  const commit = commitBefore()
  if (commit === undefined) return 'this clone has no history from before the newest migration'
  const known = new Set(git('ls-tree', '--name-only', commit, `${MIGRATIONS}/`).split('\n'))
  const newer = readdirSync(join(ROOT, MIGRATIONS))
    .filter((file) => !known.has(`${MIGRATIONS}/${file}`))
    .sort()
  const other = newer.find(
    (file) => !readFileSync(join(ROOT, MIGRATIONS, file), 'utf8').startsWith('-- additive\n'),
  )
  if (other !== undefined) return `${other} is not additive, so two versions never run together`
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

function commitBefore(): string | undefined {
  try {
    const added = git('log', '--diff-filter=A', '-1', '--format=%H', '--', MIGRATIONS).trim()
    return git('rev-parse', '--verify', `${added}~1`).trim()
  } catch {
    return undefined
  }
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
