import type { LinkState, PaymentLink } from '../../links/payment-link.ts'
import type { FrameView } from './view.ts'

export type LinkRow = {
  readonly link: PaymentLink
  readonly state: LinkState
  readonly path: string
  /** If there are several accounts. */
  readonly account?: string
}

export type LinksView = FrameView & {
  readonly links: readonly LinkRow[]
  readonly addPath: string
  readonly olderPath?: string
}

/** A form as it was sent, and what is wrong with it. */
export type LinkForm = {
  readonly typed: Readonly<Record<string, string>>
  readonly problem?: string
}

export type NewLinkView = FrameView &
  LinkForm & {
    readonly accounts: readonly { readonly id: string; readonly name: string }[]
    readonly actionPath: string
  }

export type LinkView = FrameView &
  LinkForm &
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
