import type { Acting } from '../audit/actor.ts'
import { changedFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { accountChange, type AccountChange, type ParsedAccountChange } from './account-settings.ts'
import { hasUnderWay, lockAccount, updateAccount } from './account-store.ts'
import {
  accountFacts,
  replaceKeys,
  type Account,
  type AccountCheck,
  type AccountSettings,
} from './account.ts'
import type { KnownAccounts } from './known-accounts.ts'

type Needs = Pick<Runtime, 'database' | 'sealing' | 'clock' | 'newId' | 'log'> & {
  readonly gateways: AccountCheck
  readonly accounts: KnownAccounts
} & Acting

/** An account does not allow this change. Nothing was changed. */
export class AccountChangeError extends Error {
  override readonly name = 'AccountChangeError'
}

/**
 * Changes the given fields of an account, for every process within two seconds; undefined if there is none.
 * Throws a ZodError, an AccountChangeError or a QfpayConfigurationError, and then changes nothing.
 */
export async function changeAccount(
  deps: Needs,
  id: string,
  input: AccountChange,
): Promise<Account | undefined> {
  requirePermission(deps.actor, 'administer')
  const change = accountChange.parse(input)
  const changed = await inTransaction(deps.database, async (trx) => {
    const account = await lockAccount(trx, deps, id)
    if (account === undefined) return undefined
    const after = withChange(account, change, deps.clock.now())
    // QFPay answers for one merchant only: about the other's orders it would say that there are none.
    const isOtherMerchant = after.settings.mchid !== account.settings.mchid
    if (isOtherMerchant && (await hasUnderWay(trx, id))) {
      throw new AccountChangeError(
        'Tael still asks QFPay about orders or refunds of the present mchid. Disable the account and change the mchid when they have ended, some three hours after the last order; or add another account with the new mchid.',
      )
    }
    deps.gateways.refuseUnusable(after)
    await updateAccount(trx, deps, after)
    await recordAction(trx, deps, {
      action: 'account.changed',
      subject: { type: 'account', id, accountId: id },
      ...changedFacts(accountFacts(account), {
        ...accountFacts(after),
        ...replacedSecrets(change),
      }),
    })
    return after
  })
  if (changed === undefined) return undefined
  deps.accounts.note(changed)
  // Names only: some of the values are credentials.
  deps.log.info('account.changed', { account: id, changed: Object.keys(change) })
  return changed
}

/** Which credentials change, and not to what. */
function replacedSecrets(change: ParsedAccountChange): Readonly<Record<string, string>> {
  const { client_key: clientKey, notification_key: notificationKey, wechat } = change
  return {
    ...(clientKey !== undefined && { clientKey: 'replaced' }),
    ...(notificationKey !== undefined && {
      notificationKey: notificationKey === null ? 'removed' : 'replaced',
    }),
    ...(wechat?.secret !== undefined && { wechatSecret: 'replaced' }),
  }
}

function withChange(account: Account, change: ParsedAccountChange, now: Date): Account {
  const { client_key: clientKey, wechat } = change
  if (wechat !== undefined && account.settings.wechat === undefined) {
    throw new AccountChangeError(
      'The account has no Official Account, so nothing of it can change: add another account with flow "own-account".',
    )
  }
  const { notification_key: notificationKey } = change
  const secrets = replaceKeys(account.secrets, { clientKey, notificationKey }, now)
  return {
    ...account,
    version: account.version + 1,
    name: change.name ?? account.name,
    disabledAt: disabledAtAfter(account, change.disabled, now),
    settings: settingsWith(account.settings, change),
    secrets: {
      ...secrets,
      ...(wechat?.secret !== undefined && { wechatSecret: wechat.secret }),
    },
  }
}

function disabledAtAfter(
  { disabledAt }: Account,
  isDisabled: boolean | undefined,
  now: Date,
): Date | undefined {
  if (isDisabled === undefined) return disabledAt
  return isDisabled ? (disabledAt ?? now) : undefined
}

function settingsWith(before: AccountSettings, change: ParsedAccountChange): AccountSettings {
  const {
    mchid: mchidBefore,
    timeZone: zoneBefore,
    requestLimit: limitBefore,
    refundApprovalAbove: thresholdBefore,
    wechat: wechatBefore,
    ...rest
  } = before
  const { mchid = mchidBefore, time_zone: timeZone = zoneBefore, request_limit: limit } = change
  const { refund_approval_above: threshold = thresholdBefore } = change
  const requestLimit =
    limit === undefined
      ? limitBefore
      : limit && { perSecond: limit.per_second, perMinute: limit.per_minute }
  return {
    ...rest,
    payType: change.pay_type ?? before.payType,
    utcOffset: change.utc_offset ?? before.utcOffset,
    latePayments: change.late_payments ?? before.latePayments ?? 'accept',
    closesOrders: change.close_orders ?? before.closesOrders ?? false,
    returnOrigins: change.return_origins ?? before.returnOrigins,
    ...(typeof timeZone === 'string' && { timeZone }),
    ...(typeof mchid === 'string' && { mchid }),
    ...(requestLimit && { requestLimit }),
    ...(typeof threshold === 'number' && { refundApprovalAbove: threshold }),
    ...(wechatBefore && { wechat: wechatWith(wechatBefore, change) }),
  }
}

function wechatWith(
  { verificationFile: fileBefore, ...before }: NonNullable<AccountSettings['wechat']>,
  change: ParsedAccountChange,
): NonNullable<AccountSettings['wechat']> {
  const verificationFile = change.wechat?.verification_file ?? fileBefore
  const isRemoved = change.wechat?.verification_file === null
  return { ...before, ...(verificationFile !== undefined && !isRemoved && { verificationFile }) }
}
