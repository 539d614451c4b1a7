export const SECOND_MS = 1_000
export const MINUTE_MS: number = 60 * SECOND_MS
