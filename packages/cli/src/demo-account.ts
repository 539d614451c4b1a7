import type { NewAccount } from '@tael/checkout'
import { DEMO } from '@tael/sandbox'

/** The account of the sandbox's demo merchant for a flow, as checkout needs it. */
export function demoAccount(flow: NewAccount['flow'], sandboxUrl: string): NewAccount {
  const merchant = flow === 'canada' ? DEMO.canadianMerchant : DEMO.merchant
  return {
    name: merchant.name,
    flow,
    host: sandboxUrl,
    cashier_url: `${sandboxUrl}/q/direct`,
    app_code: merchant.appCode,
    client_key: merchant.clientKey,
    ...(flow === 'own-account' && {
      wechat: {
        appid: DEMO.merchantAccount.appid,
        secret: DEMO.merchantAccount.secret,
        authorize_host: sandboxUrl,
        api_host: sandboxUrl,
      },
    }),
  }
}
