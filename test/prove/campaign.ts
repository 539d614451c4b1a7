/** What a campaign did, and what came of it. */
export type Outcome = {
  /** How much was done, in words: "37 pages, 21 steps in WebKit 2.50". */
  readonly done: string
  /** What broke, one sentence each; empty is good. */
  readonly broken: readonly string[]
  /** Why it, or a part of it, did not run: this machine lacks something. */
  readonly notRun?: string
}

export type CampaignOptions = {
  readonly seed: number
  /** When it should be over, by `performance.now()`; what is under way is run to its end. */
  readonly endAt: number
  /** Progress, for whoever watches. */
  readonly say: (line: string) => void
}
