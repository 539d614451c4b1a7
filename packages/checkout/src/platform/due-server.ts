/** Serves those for whom something is due, each by itself, so that one that is slow keeps no other waiting. */
export type DueServer = {
  /** Starts to serve each for whom something is due, and returns how many these are. */
  readonly serveDue: () => Promise<number>
  /** Takes no more, and waits for the answers under way. */
  readonly stop: () => Promise<void>
}

export function createDueServer<Id extends string>(deps: {
  /** The ids of those for whom something is due, other than those that are being served. */
  readonly findDue: (besides: readonly Id[]) => Promise<readonly Id[]>
  /** Does some of what is due; returns how much was. Called again until nothing was. */
  readonly serve: (id: Id) => Promise<number>
  readonly onFailure: (id: Id, error: unknown) => void
}): DueServer {
  const served = new Map<Id, Promise<void>>()
  let isStopped = false

  async function serveAll(id: Id): Promise<void> {
    let due = 1
    while (due > 0 && !isStopped) due = await deps.serve(id)
  }
  return {
    async serveDue() {
      const due = await deps.findDue([...served.keys()])
      for (const id of due) {
        const work = serveAll(id)
          // The next round tries again: whatever was taken is due again when its lease ends.
          .catch((error: unknown) => deps.onFailure(id, error))
          .finally(() => served.delete(id))
        served.set(id, work)
      }
      return due.length
    },
    async stop() {
      isStopped = true
      await Promise.all(served.values())
    },
  }
}
