import type { LinkState, PaymentLink } from '../../links/payment-link.ts'
import type { TypedForm } from '../forms/form.ts'
import type { FrameView, Turning } from '../shell/view.ts'

export type LinkRow = {
  readonly link: PaymentLink
  readonly state: LinkState
  readonly path: string
  /** If there are several accounts. */
  readonly account?: string
}

export type LinksView = FrameView &
  Turning & {
    readonly links: readonly LinkRow[]
    readonly addPath: string
  }

export type NewLinkView = FrameView &
  TypedForm & {
    readonly accounts: readonly { readonly id: string; readonly name: string }[]
    readonly actionPath: string
  }

export type LinkPageView = FrameView &
  TypedForm &
  LinkRow & {
    /** What its code says. */
    readonly url: string
    readonly payments: readonly {
      readonly path: string
      readonly reference: string
      readonly amount: string
      readonly status: string
      readonly statusText: string
    }[]
  }
