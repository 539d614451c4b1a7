import { PERMISSIONS, type Permission } from './permission.ts'

/** Who does something: a person, a merchant's server, or the command with the rights of the server itself. */
export type Actor = Who & {
  readonly permissions: readonly Permission[]
  /** The network address that it comes from, where the server knows it. */
  readonly address?: string | undefined
}

export type Who =
  | { readonly kind: 'operator' | 'api_key'; readonly id: string; readonly name: string }
  /** TAEL_OPERATOR_KEY, or a process on the database itself. */
  | { readonly kind: 'command' }

/** What an action needs besides what it is made with: who does it. */
export type Acting = { readonly actor: Actor }

/** How an event says on whose side somebody acted. */
export function sideOf({ kind }: Actor): 'merchant' | 'operator' {
  return kind === 'api_key' ? 'merchant' : 'operator'
}

/** How an event names the API key that asked for it. Operators are in the audit log only: merchants read events. */
export function apiKeyOf(actor: Who | undefined): string | undefined {
  return actor?.kind === 'api_key' ? actor.id : undefined
}

export const COMMAND: Actor = { kind: 'command', permissions: PERMISSIONS }

/** The actor without what they may do: as it is kept beside what they did. */
export function whoOf(actor: Actor): Who {
  return actor.kind === 'command'
    ? { kind: actor.kind }
    : { kind: actor.kind, id: actor.id, name: actor.name }
}
