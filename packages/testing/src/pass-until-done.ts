/** Lets time pass, a step after the other, until the work is done: for what waits on a clock that the test moves. */
export async function passUntilDone<Value>(
  work: Promise<Value>,
  step: () => Promise<unknown>,
): Promise<Value> {
  const over = new AbortController()
  const settled = work.finally(() => over.abort())
  settled.catch(() => undefined)
  while (!over.signal.aborted) await step()
  return settled
}
