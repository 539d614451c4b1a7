import { DEMO } from '@tael/sandbox'
import type { Random } from '@tael/testing/random'
import { OPERATOR, insistAsOperator } from './insist-as-operator.ts'
import type { Merchant, World } from './world.ts'

/** Until Tael has the new credential, nothing can end: so the operator does not give up. */
const MAX_TRIES = 100

/**
 * QFPay or WeChat gives a new secret, and from then on takes no other. Tael gets it a few minutes later or, from an
 * operator who was too quick, a little earlier.
 */
export async function replaceCredential(
  world: World,
  merchants: readonly Merchant[],
  random: Random,
): Promise<void> {
  const { schedule, evidence, faults } = world
  if (random.chance(0.7)) return
  await schedule.sleep(OPERATOR, random.whole(1, 900) * 1000)
  const merchant = random.pick(merchants)
  const { wechat } = merchant.account
  const secret = Buffer.from(random.bytes(16)).toString('hex')
  evidence.secrets.add(secret)
  const isWechat = wechat !== undefined && random.chance(0.5)
  faults.count(`operator: replaces ${isWechat ? "an Official Account's secret" : 'a client_key'}`)
  const [there, here] = isWechat
    ? [
        () => replaceAtWechat(world, secret),
        () => changeAll(world, ownersOf(merchants, merchant), { wechat: { secret } }),
      ]
    : [
        () => replaceAtQfpay(world, merchant, secret),
        () => changeAll(world, ownersOf(merchants, merchant), { client_key: secret }),
      ]
  const [first, second] = random.chance(0.7) ? [there, here] : [here, there]
  await first()
  await schedule.sleep(OPERATOR, random.whole(0, 600) * 1000)
  await second()
}

/** All accounts that use the credentials of this one. */
function ownersOf(merchants: readonly Merchant[], { account }: Merchant): readonly Merchant[] {
  return merchants.filter((other) => other.account.app_code === account.app_code)
}

function replaceAtQfpay({ sandbox }: World, { account }: Merchant, clientKey: string): void {
  const known = [DEMO.merchant, DEMO.canadianMerchant].find(
    ({ appCode }) => appCode === account.app_code,
  )
  if (known !== undefined) sandbox.merchants.put({ ...known, clientKey })
}

function replaceAtWechat({ sandbox }: World, secret: string): void {
  const known = sandbox.officialAccounts
    .list()
    .find(({ appid }) => appid === DEMO.merchantAccount.appid)
  if (known !== undefined) sandbox.officialAccounts.put({ ...known, secret })
}

async function changeAll(
  world: World,
  merchants: readonly Merchant[],
  change: { readonly client_key: string } | { readonly wechat: { readonly secret: string } },
): Promise<void> {
  for (const { accountId, account } of merchants) {
    if ('wechat' in change && account.wechat === undefined) continue
    await insistAsOperator(
      world,
      { method: 'PATCH', path: `/v1/accounts/${accountId}`, body: change },
      MAX_TRIES,
    )
  }
}
