import { utcOffsetOf } from '@tael/qfpay'
import type { Acting } from '../audit/actor.ts'
import { PERMISSIONS, requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { newAccount, type NewAccount, type ParsedNewAccount } from './account-settings.ts'
import { insertAccount } from './account-store.ts'
import { accountFacts, type Account, type AccountCheck } from './account.ts'
import { insertNewKey, type NewApiKey } from './api-keys.ts'
import { NEWEST_VERSION } from './api-version.ts'

type Needs = Pick<Runtime, 'database' | 'sealing' | 'clock' | 'newId' | 'randomBytes'> & {
  readonly gateways: AccountCheck
} & Acting

const FIRST_KEY = 'first'

/**
 * Adds a merchant account and its first API key, whose secret is returned only here: Tael keeps only
 * its hash. Throws a ZodError or a QfpayConfigurationError that lists every fault of the input.
 */
export async function addAccount(
  deps: Needs,
  input: NewAccount,
): Promise<{ readonly account: Account; readonly apiKey: NewApiKey }> {
  requirePermission(deps.actor, 'administer')
  const account = draftAccount(deps, input)
  const apiKey = await inTransaction(deps.database, async (trx) => {
    await insertAccount(trx, deps, account)
    await recordAction(trx, deps, {
      action: 'account.added',
      subject: { type: 'account', id: account.id, accountId: account.id },
      after: accountFacts(account),
    })
    return insertNewKey(trx, deps, {
      accountId: account.id,
      name: FIRST_KEY,
      permissions: PERMISSIONS,
      apiVersion: NEWEST_VERSION,
    })
  })
  return { account, apiKey }
}

/** The account as it would be added, not stored yet. Throws as `addAccount` does. */
export function draftAccount(
  deps: Pick<Needs, 'clock' | 'newId' | 'gateways'>,
  input: NewAccount,
): Account {
  const account = toAccount(newAccount.parse(input), deps)
  deps.gateways.refuseUnusable(account)
  return account
}

function toAccount(input: ParsedNewAccount, deps: Pick<Needs, 'clock' | 'newId'>): Account {
  const { wechat } = input
  return {
    id: deps.newId('acc'),
    name: input.name,
    createdAt: deps.clock.now(),
    version: 1,
    disabledAt: undefined,
    settings: {
      flow: input.flow,
      host: input.host,
      cashierUrl: input.cashier_url,
      appCode: input.app_code,
      signType: input.sign_type,
      payType: input.pay_type,
      utcOffset: input.utc_offset ?? utcOffsetOf(input.host),
      latePayments: input.late_payments,
      closesOrders: input.close_orders,
      returnOrigins: input.return_origins,
      ...(input.time_zone !== undefined && { timeZone: input.time_zone }),
      ...(input.mchid !== undefined && { mchid: input.mchid }),
      ...(input.currency_scales && { currencyScales: input.currency_scales }),
      ...(input.refund_approval_above !== undefined && {
        refundApprovalAbove: input.refund_approval_above,
      }),
      ...(input.request_limit && {
        requestLimit: {
          perSecond: input.request_limit.per_second,
          perMinute: input.request_limit.per_minute,
        },
      }),
      ...(wechat && {
        wechat: {
          appid: wechat.appid,
          authorizeHost: wechat.authorize_host,
          apiHost: wechat.api_host,
          ...(wechat.verification_file !== undefined && {
            verificationFile: wechat.verification_file,
          }),
        },
      }),
    },
    secrets: {
      clientKey: input.client_key,
      ...(input.notification_key !== undefined && { notificationKey: input.notification_key }),
      ...(wechat && { wechatSecret: wechat.secret }),
    },
  }
}
