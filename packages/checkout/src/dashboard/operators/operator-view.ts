import type { AuditAction } from '../../audit/audit-entry.ts'
import type { BrokenChain } from '../../audit/chain.ts'
import type { ListedEntry } from '../../audit/read-audit.ts'
import type { Language } from '../../language/language.ts'
import type { AddPasskey } from '../../operators/change-passkeys.ts'
import type { Operator } from '../../operators/operator.ts'
import type { Passkey, Session } from '../../operators/read-operators.ts'
import type { FrameView, Turning } from '../shell/view.ts'

export type DoorProblem =
  | 'wrong'
  | 'wrong-code'
  | 'wrong-passkey'
  | 'too-many'
  | 'incomplete'
  | 'weak-password'
  | 'login-taken'

/** A page before the dashboard opens. */
export type DoorView = {
  readonly language: Language
  readonly home: string
  readonly environment?: string
  readonly problem?: DoorProblem | undefined
  /** What somebody typed that was refused, without the password. */
  readonly typed?: { readonly name?: string | undefined; readonly login?: string | undefined }
}

export type OperatorsView = FrameView & {
  readonly operators: readonly Operator[]
  /** The operator who looks; undefined if it is the command. */
  readonly ownId: string | undefined
  readonly problem?: 'lastAdministrator' | 'invalid' | 'loginTaken' | undefined
  /** Shown only now. */
  readonly invitation?: { readonly name: string; readonly url: string } | undefined
}

/** What a device is asked: the browser's options as JSON, and the question sealed. */
export type PasskeyQuestion = { readonly options: string; readonly sealed: string }

export type PasskeysView = FrameView & {
  readonly passkeys: readonly Passkey[]
  /** Undefined where browsers offer none, for want of TLS or a host name. */
  readonly question: PasskeyQuestion | undefined
  readonly problem?: Exclude<AddPasskey, 'added'> | undefined
}

export type SessionsView = PasskeysView & {
  readonly name: string
  readonly sessions: readonly Session[]
  /** The session that shows this page. */
  readonly ownSession: string
}

/** A fact of an entry of the audit log, as a person reads it. Both are there if it changed. */
export type ShownFact = {
  readonly name: string
  readonly before?: string
  readonly after?: string
}

export type ShownEntry = Omit<ListedEntry, 'who'> & {
  readonly who: string
  readonly what: string
  readonly facts: readonly ShownFact[]
}

export type AuditView = FrameView &
  Turning & {
    readonly filter: {
      readonly about: string
      readonly action: AuditAction | undefined
      readonly from: string
      readonly to: string
    }
    readonly entries: readonly ShownEntry[]
    /** What accounts and operators are called now, by their ids. */
    readonly names: ReadonlyMap<string, string>
    /** Set if somebody asked to check the chain. */
    readonly verified?:
      | { readonly entries: number; readonly broken: BrokenChain | undefined }
      | undefined
  }
