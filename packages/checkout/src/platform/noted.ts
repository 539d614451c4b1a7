/** What is noted without delaying a request, and written in one statement for all. */
export type Noted<Value> = {
  /** Returns what is noted of this id and not written yet. */
  readonly note: (id: string, value: Value) => Value
  /** Writes what was noted. Throws if the database does not answer, and keeps it for the next time. */
  readonly write: () => Promise<void>
}

/** A process that dies loses what it has noted since the last `write`. */
export function createNoted<Value>({
  join,
  write,
}: {
  /** Two values of one id. */
  readonly join: (earlier: Value, later: Value) => Value
  readonly write: (noted: ReadonlyMap<string, Value>) => Promise<void>
}): Noted<Value> {
  let noted = new Map<string, Value>()
  const note = (id: string, value: Value): Value => {
    const earlier = noted.get(id)
    const joined = earlier === undefined ? value : join(earlier, value)
    noted.set(id, joined)
    return joined
  }
  return {
    note,
    async write() {
      if (noted.size === 0) return
      const writing = noted
      noted = new Map()
      try {
        await write(writing)
      } catch (error) {
        const later = noted
        noted = writing
        for (const [id, value] of later) note(id, value)
        throw error
      }
    },
  }
}
