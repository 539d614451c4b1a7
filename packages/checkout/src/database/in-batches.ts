/** What one statement writes: its locks are short, and it ends within its limit, however many rows there are. */
const BATCH = 1000

/** Does work on all rows there are, or until it is over; `work` does it for some of them, and returns for how many. */
export async function inBatches(
  work: (limit: number) => Promise<number>,
  isOver: () => boolean = () => false,
): Promise<void> {
  let done = BATCH
  // Fewer than requested: none is left, or another process is doing the rest.
  while (done === BATCH && !isOver()) done = await work(BATCH)
}
