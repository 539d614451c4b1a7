import { PERMISSIONS, type Permission } from '../audit/permission.ts'

export const ROLES = ['read', 'refund', 'administer'] as const
export type Role = (typeof ROLES)[number]

export const OPERATOR_STATUSES = ['invited', 'active', 'disabled'] as const

/** A person who runs Tael, or looks at it. */
export type Operator = {
  readonly id: string
  readonly name: string
  /** What they sign in with: an e-mail address or a short name, in lower case. */
  readonly login: string
  readonly role: Role
  /** Invited: they have no password and no second factor yet. */
  readonly status: (typeof OPERATOR_STATUSES)[number]
  readonly createdAt: Date
}

const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  read: ['read'],
  refund: ['read', 'create_payments', 'refund'],
  administer: PERMISSIONS,
}

export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS_OF[role]
}

const LOGIN = /^[\p{L}\p{N}][\p{L}\p{N}._%+@-]{0,63}$/u

/** A login as it is kept; undefined if the text cannot be one. */
export function toLogin(text: string): string | undefined {
  const login = text.normalize('NFC').trim().toLowerCase()
  return LOGIN.test(login) ? login : undefined
}

/** A name on one line; undefined if the text cannot be one. */
export function toName(text: string): string | undefined {
  const name = text.toWellFormed().replace(/\s+/g, ' ').trim()
  return name.length > 0 && name.length <= 64 && !/\p{Cc}/u.test(name) ? name : undefined
}

const MIN_PASSWORD = 12
const MAX_PASSWORD = 200

/** Whether a password is long enough, and is not the login: length protects, rules about characters do not. */
export function isPassword(password: string, login: string): boolean {
  const { length } = password
  if (length < MIN_PASSWORD || length > MAX_PASSWORD) return false
  return !password.toLowerCase().includes(login) && new Set(password).size > 4
}
