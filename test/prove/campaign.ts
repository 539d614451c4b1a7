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
  /** Progress, for a person who watches. */
  readonly say: (line: string) => void
}

/** One way of trying to break the product, for as long as there is time. */
export type Campaign = {
  readonly name: string
  /** Its part of the time, beside those of the others; 0: only when it is asked for by name. */
  readonly share: number
  /** What the least that it can do takes on two cores. */
  readonly leastSeconds: number
  readonly run: (options: CampaignOptions) => Promise<Outcome>
}

/** What a campaign did, and how long that took. */
export type Result = Outcome & { readonly name: string; readonly ms: number }
