/** A search of the payments' list that operators keep under a name. */
export type SavedSearch = {
  readonly id: string
  readonly name: string
  /** As the list's address has it, without the question mark. */
  readonly query: string
}
