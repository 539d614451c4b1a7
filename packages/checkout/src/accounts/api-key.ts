import { PERMISSIONS, type Permission } from '../audit/permission.ts'
import { DAY_MS } from '../platform/durations.ts'

/** What a merchant's server calls the API with. The key itself is shown once; Tael keeps only its hash. */
export type ApiKey = {
  readonly id: string
  readonly accountId: string
  /** Tells operators where the key is used. */
  readonly name: string
  /** All of them for a full key, fewer for a restricted one. It acts for its own account only. */
  readonly permissions: readonly Permission[]
  /** The version of the API that its requests get unless they name another: the newest when it was made. */
  readonly apiVersion: string
  readonly createdAt: Date
  /** Exact to about a minute; undefined if it was never used. */
  readonly lastUsedAt: Date | undefined
  /** When a rolled key ends; undefined while it has no end. */
  readonly expiresAt: Date | undefined
  readonly revokedAt: Date | undefined
}

/** How long a rolled key works beside the new one. */
const OVERLAP_MS = DAY_MS

export const KEY_STATES = ['usable', 'expired', 'revoked'] as const
export type KeyState = (typeof KEY_STATES)[number]

export function keyState(
  { expiresAt, revokedAt }: Pick<ApiKey, 'expiresAt' | 'revokedAt'>,
  now: Date,
): KeyState {
  if (revokedAt !== undefined) return 'revoked'
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'usable'
}

export function isUsable(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  return keyState(key, now) === 'usable'
}

/** As the database has them: null for all, also those that a later version adds. */
export function storedPermissions({
  permissions,
}: Pick<ApiKey, 'permissions'>): readonly Permission[] | null {
  return PERMISSIONS.every((each) => permissions.includes(each)) ? null : permissions
}

export function readPermissions(stored: readonly string[] | null): readonly Permission[] {
  return PERMISSIONS.filter((each) => stored === null || stored.includes(each))
}

/** When a key ends that is rolled now. Rolling it again does not postpone that. */
export function endOfOverlap({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): Date {
  return expiresAt ?? new Date(now.getTime() + OVERLAP_MS)
}
