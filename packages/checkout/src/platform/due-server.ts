/** More of them would leave neither sockets nor connections to the payers. */
const AT_ONCE = 50

/**
 * Serves all that have due work, each separately, so that a slow one does not delay the others: some at once, the
 * others in turn.
 */
export type DueServer = {
  /** Starts to serve all that have due work, and returns how many there are. */
  readonly serveDue: () => Promise<number>
  /** Starts no more, and waits for those under way. */
  readonly stop: () => Promise<void>
}

export function createDueServer<Id extends string>(deps: {
  /** The ids of those with due work, without those that are being served or wait for it. */
  readonly findDue: (besides: readonly Id[]) => Promise<readonly Id[]>
  /** Does some of the due work; returns how much there was. Called again until there was none. */
  readonly serve: (id: Id) => Promise<number>
  readonly onFailure: (id: Id, error: unknown) => void
}): DueServer {
  const served = new Map<Id, Promise<void>>()
  const line: Id[] = []
  let isStopped = false

  function serveNext(): void {
    while (served.size < AT_ONCE && !isStopped) {
      const id = line.shift()
      if (id === undefined) return
      served.set(id, serve(id))
    }
  }

  function serve(id: Id): Promise<void> {
    return (
      deps
        .serve(id)
        // Those that wait come first, however much this one has left.
        .then((due) => void (due > 0 && line.push(id)))
        // The next round retries: what was taken is due again when its lease ends.
        .catch((error: unknown) => deps.onFailure(id, error))
        .finally(() => {
          served.delete(id)
          serveNext()
        })
    )
  }
  return {
    async serveDue() {
      const due = await deps.findDue([...served.keys(), ...line])
      line.push(...due)
      serveNext()
      return due.length
    },
    async stop() {
      isStopped = true
      await Promise.all(served.values())
    },
  }
}
