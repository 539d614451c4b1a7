import { DAY_MS } from '../platform/durations.ts'

/** What a merchant's server calls the API with. The key itself is shown once; Tael keeps only its hash. */
export type ApiKey = {
  readonly id: string
  readonly accountId: string
  /** Tells operators where the key is used. */
  readonly name: string
  readonly createdAt: Date
  /** Exact to about a minute; undefined if it was never used. */
  readonly lastUsedAt: Date | undefined
  /** When a rolled key ends; undefined while it has no end. */
  readonly expiresAt: Date | undefined
  readonly revokedAt: Date | undefined
}

/** How long a rolled key works beside the new one. */
const OVERLAP_MS = DAY_MS

export function isUsable(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  return key.revokedAt === undefined && (key.expiresAt === undefined || now < key.expiresAt)
}

/** When a key ends that is rolled now. Rolling it again does not postpone that. */
export function endOfOverlap({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): Date {
  return expiresAt ?? new Date(now.getTime() + OVERLAP_MS)
}
