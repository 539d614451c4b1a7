import { isQfpayError, QFPAY_HOSTS, WechatOauthError, type QfpayError } from '@tael/qfpay'
import { isThisMachine } from '../accounts/account-settings.ts'
import type { Account } from '../accounts/account.ts'
import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordReading } from '../audit/record-reading.ts'
import type { Runtime } from '../runtime.ts'
import type { Gateways } from './gateways.ts'

/** `unknown`: the other side gave no answer from which to tell. */
export type CheckedPart = {
  readonly what: 'host' | 'credentials' | 'official_account' | 'verification_file' | 'public_url'
  readonly status: 'passed' | 'failed' | 'unknown'
  /** What was found, and what to do if it is not right. */
  readonly message: string
}

type Needs = Pick<Runtime, 'newId' | 'publicUrl' | 'fetch'> & { readonly gateways: Gateways }

const WITHIN_MS = 10_000
/** Source: QFPay, Asynchronous Notifications. A URL does not write the port of its scheme. */
const NOTIFIED_PORTS: readonly string[] = ['', '80', '443']
/** In the form of WeChat's codes. */
const INVENTED_CODE = '0'.repeat(32)

/**
 * Checks what of an account can be checked without a payer and without money: asks QFPay about an order
 * that nobody made, WeChat about a code that it never gave, and this server's own address for an answer.
 * The account need not be stored.
 */
export async function checkAccount(
  deps: Needs & Pick<Runtime, 'database' | 'clock'> & Acting,
  account: Account,
): Promise<readonly CheckedPart[]> {
  requirePermission(deps.actor, 'administer')
  const { id, name } = account
  await recordReading(deps, {
    action: 'account.checked',
    subject: { type: 'account', id, accountId: id },
    after: { name },
  })
  const [credentials, officialAccount, file, publicUrl] = await Promise.all([
    checkCredentials(deps, account),
    checkOfficialAccount(deps, account),
    checkVerificationFile(deps, account),
    checkPublicUrl(deps),
  ])
  return [checkHost(account), credentials, ...officialAccount, ...file, publicUrl]
}

function checkHost({ settings: { host } }: Account): CheckedPart {
  const kinds = Object.values(QFPAY_HOSTS).flatMap((hosts) => Object.entries<string>(hosts))
  const kind = kinds.find(([, url]) => url === host)?.[0]
  const [status, message] = HOST_KINDS[kind ?? 'unknown'] ?? HOST_KINDS['unknown']
  return { what: 'host', status, message: `${host}: ${message}` }
}

const HOST_KINDS: Readonly<Record<string, readonly [CheckedPart['status'], string]>> &
  Readonly<Record<'unknown', readonly [CheckedPart['status'], string]>> = {
  production: ['passed', 'QFPay takes and settles real money here.'],
  test: [
    'failed',
    "QFPay's live testing takes real money here and never settles it: refund each payment, and go live with QFPay's production host.",
  ],
  cards: ['failed', 'QFPay only simulates card payments here. WeChat Pay needs another host.'],
  unknown: ['unknown', 'QFPay does not document this host. Compare it with what QFPay gave you.'],
}

async function checkCredentials(deps: Needs, account: Account): Promise<CheckedPart> {
  const what = 'credentials'
  const error = await refusalOf(deps, account)
  if (error === undefined) {
    return { what, status: 'passed', message: "QFPay accepts the account's signature." }
  }
  if (error.outcome === 'unknown' || error.code === 'network' || error.code === 'rate-limited') {
    return {
      what,
      status: 'unknown',
      message: `${error.message} Try again later, and compare the host with what QFPay gave you.`,
    }
  }
  const better = error.code === 'signature' ? await findAccepted(deps, account) : undefined
  const advice =
    better === undefined
      ? 'Compare host, app_code, client_key, sign_type and mchid with what QFPay gave you: a mistake in any of them looks like this.'
      : `But QFPay accepts the same credentials ${better}: change that.`
  return { what, status: 'failed', message: `${error.message} ${advice}` }
}

/** Undefined if QFPay says that it knows no such order, for which it must have accepted the signature. */
async function refusalOf(
  { gateways, newId }: Needs,
  account: Account,
): Promise<QfpayError | undefined> {
  try {
    const { qfpay } = gateways.tryOut(account)
    await qfpay.enquire({ outTradeNo: newId('att'), signal: AbortSignal.timeout(WITHIN_MS) })
    return undefined
  } catch (error) {
    if (isQfpayError(error)) return error
    throw error
  }
}

/** What else QFPay accepts with the same keys; those who mistype a setting rarely mistype two. */
async function findAccepted(deps: Needs, account: Account): Promise<string | undefined> {
  for (const { settings, says } of neighbors(account)) {
    if ((await refusalOf(deps, { ...account, settings })) === undefined) return says
  }
  return undefined
}

function neighbors({ settings }: Account): readonly {
  readonly settings: Account['settings']
  readonly says: string
}[] {
  const { mchid, ...rest } = settings
  const signType = settings.signType === 'MD5' ? 'SHA256' : 'MD5'
  const hosts = Object.values(QFPAY_HOSTS)
    .map((group) => Object.values<string>(group))
    .find((group) => group.includes(settings.host))
  const siblings = (hosts ?? []).filter((host) => host !== settings.host)
  return [
    { settings: { ...settings, signType }, says: `with "sign_type": "${signType}"` },
    ...(mchid === undefined ? [] : [{ settings: rest, says: 'without an mchid' }]),
    ...siblings.map((host) => ({ settings: { ...settings, host }, says: `at ${host}` })),
  ]
}

/** WeChat documents no order of its checks: it is known to look at appid and secret before the code. */
async function checkOfficialAccount(
  { gateways }: Needs,
  account: Account,
): Promise<readonly CheckedPart[]> {
  const what = 'official_account'
  const { wechat } = gateways.tryOut(account)
  if (wechat === undefined) return []
  const signal = AbortSignal.timeout(WITHIN_MS)
  try {
    await wechat.exchangeCode({ code: INVENTED_CODE, signal })
    return [{ what, status: 'unknown', message: 'WeChat accepted a code that it never gave.' }]
  } catch (error) {
    if (!isQfpayError(error)) throw error
    if (!(error instanceof WechatOauthError) || error.reaction === 'try-later') {
      return [{ what, status: 'unknown', message: `${error.message} Check again later.` }]
    }
    return error.reaction === 'fix-configuration'
      ? [{ what, status: 'failed', message: error.message }]
      : [{ what, status: 'passed', message: 'WeChat knows the appid and its secret.' }]
  }
}

/** WeChat asks for it at the root of the host, wherever Tael is mounted. */
async function checkVerificationFile(
  deps: Needs,
  { settings: { wechat } }: Account,
): Promise<readonly CheckedPart[]> {
  if (wechat?.verificationFile === undefined) return []
  const url = `${new URL(deps.publicUrl).origin}/${wechat.verificationFile}`
  return [await checkOwnAddress(deps, { what: 'verification_file', url })]
}

async function checkPublicUrl(deps: Needs): Promise<CheckedPart> {
  const what = 'public_url'
  const { port } = new URL(deps.publicUrl)
  if (!NOTIFIED_PORTS.includes(port) && !isThisMachine(deps.publicUrl)) {
    const message = `QFPay notifies only the ports 80 and 443, and ${deps.publicUrl} has another: let a proxy serve Tael at one of them, and set TAEL_PUBLIC_URL to it.`
    return { what, status: 'failed', message }
  }
  return checkOwnAddress(deps, { what, url: `${deps.publicUrl}/health` })
}

async function checkOwnAddress(
  deps: Needs,
  { what, url }: { readonly what: CheckedPart['what']; readonly url: string },
): Promise<CheckedPart> {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS)
    const { status, body } = await deps.fetch(url, { signal, redirect: 'manual' })
    await body?.cancel()
    if (status === 200) return { what, status: 'passed', message: `${url} leads to this server.` }
    const message = `${url} answers ${status}: look at the proxy in front of this server.`
    return { what, status: 'failed', message }
  } catch {
    return {
      what,
      status: 'unknown',
      message: `This server does not reach ${url}. Some networks do not let a server reach its own address: open it from outside.`,
    }
  }
}
