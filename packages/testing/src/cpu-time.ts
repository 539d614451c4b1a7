import { readFileSync } from 'node:fs'

/** Linux counts a process's time in ticks, and tells everybody in hundredths of a second. */
const TICK_MS = 10
const USER_TIME = 11
const SYSTEM_TIME = 12

/** What a process has spent so far, in milliseconds; undefined where the system does not tell. */
export function cpuMsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in front, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK_MS
  } catch {
    return undefined
  }
}

/** What a process spends while the work is done. */
export async function cpuMsDuring(
  pid: number,
  work: () => Promise<void>,
): Promise<number | undefined> {
  const before = cpuMsOf(pid)
  await work()
  const after = cpuMsOf(pid)
  return before === undefined || after === undefined ? undefined : after - before
}
