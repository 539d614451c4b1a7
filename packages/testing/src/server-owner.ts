import { spawnSync } from 'node:child_process'

/** PostgreSQL and its poolers refuse to run as root, so root hands them to a user who owns nothing else. */
export function ownerOfServer(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((kind) =>
      spawnSync('id', [kind, user], { encoding: 'utf8' }),
    )
    if (uid?.status === 0 && gid?.status === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it.',
  )
}
