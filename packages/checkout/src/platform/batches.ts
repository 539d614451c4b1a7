type Item<In, Out> = {
  readonly value: In
  readonly resolve: (out: Out) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes alone what comes alone, and together what comes while something is being written. One that makes its
 * batch fail does not fail the others: then each is written alone. `writeAll` returns as many results as it is
 * given values, in their order.
 */
export function createBatches<In, Out>(
  writeAll: (values: readonly In[]) => Promise<readonly Out[]>,
  most: number,
): (value: In) => Promise<Out> {
  let waiting: readonly Item<In, Out>[] = []
  let isWriting = false

  async function writeWaiting(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await write(batch)
    }
    isWriting = false
  }

  async function write(batch: readonly Item<In, Out>[]): Promise<void> {
    try {
      const results = await writeAll(batch.map(({ value }) => value))
      batch.forEach(({ resolve }, index) => resolve(results[index] as Out))
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else await Promise.all(batch.map((item) => write([item])))
    }
  }

  return (value) => {
    const { promise, resolve, reject } = Promise.withResolvers<Out>()
    waiting = [...waiting, { value, resolve, reject }]
    if (!isWriting) void writeWaiting()
    return promise
  }
}
