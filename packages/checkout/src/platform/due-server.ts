/** Serves all that have due work, each separately, so that a slow one does not delay the others. */
export type DueServer = {
  /** Starts to serve all that have due work, and returns how many there are. */
  readonly serveDue: () => Promise<number>
  /** Starts no more, and waits for those under way. */
  readonly stop: () => Promise<void>
}

export function createDueServer<Id extends string>(deps: {
  /** The ids of those with due work, without those that are being served. */
  readonly findDue: (besides: readonly Id[]) => Promise<readonly Id[]>
  /** Does some of the due work; returns how much there was. Called again until there was none. */
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
          // The next round retries: what was taken is due again when its lease ends.
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
