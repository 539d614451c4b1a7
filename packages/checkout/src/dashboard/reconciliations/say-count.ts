/** Nobody counts further: there may be millions. */
const MOST = 1000

/** A count of differences left to people. */
export function sayCount(count: number): string {
  return count < MOST ? String(count) : '1,000+'
}
