/** With what a merchant's server calls the API. The key itself is shown once; only its hash is kept. */
export type ApiKey = {
  readonly id: string
  readonly accountId: string
  /** Tells operators where it is used. */
  readonly name: string
  readonly createdAt: Date
  /** To about a minute; undefined when it was never used. */
  readonly lastUsedAt: Date | undefined
  /** When a key that was rolled ends; undefined while it has no end. */
  readonly expiresAt: Date | undefined
  readonly revokedAt: Date | undefined
}

/** How long a key that was rolled works beside the new one. */
const OVERLAP_MS = 24 * 60 * 60_000

export function isUsable(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  return key.revokedAt === undefined && (key.expiresAt === undefined || now < key.expiresAt)
}

/** When a key ends that is rolled now. Rolling it again does not put that off. */
export function endOfOverlap({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): Date {
  return expiresAt ?? new Date(now.getTime() + OVERLAP_MS)
}
