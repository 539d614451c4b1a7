/** A real browser with one tab, of which every check makes what it needs. */
export type Browser = {
  readonly name: string
  readonly version: string
  readonly tab: Tab
  /** Resolves with what got no answer, when the browser's driver has gone silent: only a new start helps. */
  readonly silence: Promise<string>
  readonly close: () => Promise<void>
}

/** The least that two protocols have in common and a payer can do. */
export type Tab = {
  /** Resolves when the page has loaded, wherever it was redirected to. */
  readonly open: (url: string) => Promise<void>
  readonly back: () => Promise<void>
  readonly reload: () => Promise<void>
  /** Gives the page this much room, in CSS pixels. */
  readonly resize: (width: number, height: number) => Promise<void>
  /** The value of an expression in the page, as JSON carries it. */
  readonly read: (expression: string) => Promise<unknown>
  /** A tap that the browser takes for the payer's own. */
  readonly tap: (x: number, y: number) => Promise<void>
  /** Puts something else in front, as WeChat's sheet or another app is, until the answer is called. */
  readonly hide: () => Promise<() => Promise<void>>
  /** PNG. */
  readonly picture: () => Promise<Buffer>
}

/** A browser as it may be found on this machine. */
export type Kind = {
  readonly name: string
  /** Without them the simulated phone, which shows a page in a frame, can show no payment. */
  readonly keepsCookiesInFrames: boolean
  /** How it is started; or what this machine lacks, and where that comes from. */
  readonly find: () => { readonly start: () => Promise<Browser> } | { readonly lacks: string }
}

/** The input of a tap, which WebDriver and BiDi write alike. */
export function tapAt(x: number, y: number): readonly object[] {
  const at = { x: Math.round(x), y: Math.round(y) }
  return [
    {
      type: 'pointer',
      id: 'finger',
      parameters: { pointerType: 'mouse' },
      actions: [
        { type: 'pointerMove', duration: 0, ...at },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ],
    },
  ]
}
