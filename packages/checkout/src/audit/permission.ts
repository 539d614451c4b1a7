/** What somebody may do. Operators have them by their role, API keys one by one. */
export const PERMISSIONS = ['read', 'create_payments', 'refund', 'administer'] as const

/**
 * - `read`: see everything but credentials, ask QFPay about a payment, write notes.
 * - `create_payments`: create and cancel payments, resend and test webhooks, start a reconciliation.
 * - `refund`: send money back to payers, and close the reviews of payments.
 * - `administer`: change accounts, API keys, webhook endpoints and operators. An API key: the webhook endpoints of its account.
 */
export type Permission = (typeof PERMISSIONS)[number]

/** Somebody asked for an action that they may not do. Nothing was changed. */
export class PermissionError extends Error {
  override readonly name = 'PermissionError'
  readonly permission: Permission

  constructor(permission: Permission) {
    super(
      `This needs the permission "${permission}", which you do not have: ask a person who administers Tael`,
    )
    this.permission = permission
  }
}

/** Throws a PermissionError if it is not among those given. */
export function requirePermission(
  { permissions }: { readonly permissions: readonly Permission[] },
  permission: Permission,
): void {
  if (!permissions.includes(permission)) throw new PermissionError(permission)
}
