import { utcOffsetOf } from '@tael/qfpay'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { Account } from './account.ts'
import { insertAccount, insertApiKey } from './account-store.ts'
import { newAccount, type NewAccount } from './account-settings.ts'
import { API_KEY_PURPOSE } from './find-account.ts'

type Needs = Pick<Deps, 'database' | 'sealing' | 'clock' | 'newId' | 'randomBytes' | 'gateways'>

/**
 * Adds a merchant account and its first API key. The key is returned this once: only its hash is
 * kept. Throws a ZodError or a QfpayConfigurationError that lists every fault of the input.
 */
export async function addAccount(
  deps: Needs,
  input: NewAccount,
): Promise<{ readonly account: Account; readonly apiKey: string }> {
  const account = toAccount(newAccount.parse(input), deps)
  // The clients refuse what they can't use: better now than when the first payer comes.
  deps.gateways(account)
  const apiKey = `sk_${Buffer.from(deps.randomBytes(24)).toString('base64url')}`
  await inTransaction(deps.database, async (trx) => {
    await insertAccount(trx, deps, account)
    await insertApiKey(trx, {
      id: deps.newId('key'),
      accountId: account.id,
      keyHash: deps.sealing.keyedHash(apiKey, API_KEY_PURPOSE),
      createdAt: account.createdAt,
    })
  })
  return { account, apiKey }
}

function toAccount(input: ReturnType<typeof newAccount.parse>, deps: Needs): Account {
  const { wechat } = input
  return {
    id: deps.newId('acc'),
    name: input.name,
    createdAt: deps.clock.now(),
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
      ...(input.mchid !== undefined && { mchid: input.mchid }),
      ...(input.currency_scales && { currencyScales: input.currency_scales }),
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
        },
      }),
    },
    secrets: {
      clientKey: input.client_key,
      ...(wechat && { wechatSecret: wechat.secret }),
    },
  }
}
