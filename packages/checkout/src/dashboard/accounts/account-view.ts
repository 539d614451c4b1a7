import type { Account } from '../../accounts/account.ts'
import type { ApiKey } from '../../accounts/api-key.ts'
import type { CheckedPart } from '../../gateways/check-account.ts'
import type { TypedForm } from '../forms/form.ts'
import type { FrameView, Turning } from '../shell/view.ts'

export type AccountRow = { readonly account: Account; readonly path: string }

export type AccountsView = FrameView & {
  readonly accounts: readonly AccountRow[]
  readonly addPath: string
  readonly keysPath: string
}

export type NewAccountView = FrameView &
  TypedForm & {
    readonly actionPath: string
    /** The credentials that were typed before, sealed: a page never shows one. */
    readonly kept?: { readonly names: readonly string[]; readonly sealed: string } | undefined
    /** What the check found, if something is wrong. */
    readonly checks?: readonly CheckedPart[] | undefined
    /** Another account has the same app_code. */
    readonly isTwin?: boolean
  }

export type ShownKey = {
  readonly key: ApiKey
  readonly status: 'usable' | 'expired' | 'revoked'
  readonly path: string
}

export type KeyRow = ShownKey & {
  /** If there are several. */
  readonly account: string | undefined
}

export type KeysView = FrameView & Turning & { readonly keys: readonly KeyRow[] }

export type AccountView = FrameView &
  AccountRow & {
    /** Where QFPay notifies Tael. */
    readonly notificationUrl: string
    /** `1,000.00`: refunds above it need a second person. */
    readonly approvalAbove: string | undefined
    readonly keys: readonly ShownKey[]
    readonly checks?: readonly CheckedPart[] | undefined
    /** Shown this once. */
    readonly newKey?: { readonly name: string; readonly secret: string } | undefined
    /** Why no key was added. */
    readonly problem?: string | undefined
  }

export type AccountFormView = FrameView & TypedForm & AccountRow

/** Right after an account was added. */
export type AddedAccountView = FrameView &
  AccountRow & {
    readonly secret: string
    readonly checks: readonly CheckedPart[]
    readonly publicUrl: string
  }
