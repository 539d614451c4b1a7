import type { Permission } from '../../audit/permission.ts'
import type { Language } from '../../language/language.ts'

/** The frame around every page of a signed-in operator. */
export type FrameView = {
  readonly language: Language
  /** Epoch milliseconds: relative times count from here. */
  readonly now: number
  /** Of every time shown: `+08:00` or an IANA name. */
  readonly timeZone: string
  /** The path of the dashboard; its sections are below it. */
  readonly home: string
  /** Of this page, for what leads back to it. */
  readonly path: string
  /** The operator who looks; undefined if it is the operator key. */
  readonly operator?: string | undefined
  /** What the operator who looks may do: a page draws nothing that they may not use. */
  readonly permissions: readonly Permission[]
  /** Shown beside the name, e.g. `sandbox`, so that nobody mistakes play money for real money. */
  readonly environment?: string
}

/** Where a page of a list leads; each is absent where there is nothing. */
export type Turning = {
  /** In lists that walk in one direction. */
  readonly firstPath?: string | undefined
  /** In lists that walk in both. */
  readonly previousPath?: string | undefined
  readonly nextPath?: string | undefined
}

/** A name and its value: `syssn`, `20251122…`. */
export type Fact = { readonly name: string; readonly value: string }
