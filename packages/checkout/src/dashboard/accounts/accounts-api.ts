import { Hono, type Context } from 'hono'
import { accountChange, newAccount, newApiKey } from '../../accounts/account-settings.ts'
import { notificationUrl, timeZoneOf, type Account } from '../../accounts/account.ts'
import { addAccount, draftAccount } from '../../accounts/add-account.ts'
import { keyState, type ApiKey } from '../../accounts/api-key.ts'
import {
  addApiKey,
  readApiKeys,
  revokeApiKey,
  rollApiKey,
  type NewApiKey,
} from '../../accounts/api-keys.ts'
import { changeAccount } from '../../accounts/change-account.ts'
import { readAccountById, readAccounts } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { checkAccount } from '../../gateways/check-account.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { sealContext } from '../../platform/seal-context.ts'
import type { TypedForm } from '../forms/form.ts'
import { readTyped, refusalOf, sayIssue } from '../forms/read-typed.ts'
import type { Typed } from '../forms/typed.ts'
import { named, type Shell } from '../shell/shell.ts'
import {
  accountPage,
  addedAccountPage,
  changeAccountPage,
  credentialsPage,
} from './account-page.ts'
import type { AccountView, NewAccountView } from './account-view.ts'
import { accountsPage, newAccountPage } from './accounts-page.ts'
import { readThreshold, showThreshold } from './threshold.ts'

const SECRETS = ['client_key', 'notification_key', 'wechat_secret'] as const

/** The operators' pages about accounts and their keys. Mounted at /dashboard/accounts. */
export function dashboardAccountsApi(
  deps: Deps,
  { home, frame, frameOfAll, page }: Shell,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/accounts`
  const pathOf = ({ id }: Account): string => `${ownPath}/${id}`

  const accountOf = (c: Context): Promise<Account> =>
    named(c, 'account', 'acc', (id) => readAccountById(deps, id))
  const showNew = async (
    c: Context<ApiEnv>,
    form: Pick<NewAccountView, 'typed' | 'problem' | 'kept' | 'checks' | 'isTwin'>,
  ) => {
    const isFirst = form.problem === undefined && form.checks === undefined
    const shown = newAccountPage({ ...(await frameOfAll(c)), ...form, actionPath: ownPath })
    return page(c, shown, isFirst ? 200 : 400)
  }
  const show = async (
    c: Context,
    account: Account,
    done: Pick<AccountView, 'checks' | 'newKey' | 'problem'> = {},
  ) => {
    const now = deps.clock.now()
    const keys = await readApiKeys(deps, account.id)
    return page(
      c,
      accountPage({
        ...frame(c, timeZoneOf(account.settings)),
        ...done,
        account,
        notificationUrl: notificationUrl(account, deps.publicUrl),
        approvalAbove: showThreshold(account.settings.refundApprovalAbove),
        path: pathOf(account),
        keys: keys.map((key) => ({
          key,
          status: keyState(key, now),
          path: `${pathOf(account)}/keys/${key.id}`,
        })),
      }),
      done.problem === undefined ? 200 : 400,
    )
  }

  app.get('/', async (c) => {
    const accounts = await readAccounts(deps)
    const rows = accounts.map((account) => ({ account, path: pathOf(account) }))
    return page(
      c,
      accountsPage({
        ...(await frameOfAll(c)),
        accounts: rows,
        addPath: `${ownPath}/new`,
        keysPath: `${ownPath}/keys`,
      }),
    )
  })

  app.get('/new', may('administer'), (c) => showNew(c, { typed: { flow: 'own-account' } }))

  app.post('/', may('administer'), async (c) => {
    const given = await readTyped(c)
    const secrets = { ...openSecrets(deps, given['kept']), ...secretsOf(given) }
    const typed = { ...given, ...secrets }
    const kept = sealSecrets(deps, secrets)
    const shown = withoutSecrets(given)
    const refuse = (problem: string) => showNew(c, { typed: shown, kept, problem })
    const parsed = newAccount.safeParse(newAccountTyped(typed))
    if (!parsed.success) return refuse(sayIssue(parsed.error))
    const problem = await refusalOf(() => draftAccount(deps, parsed.data))
    if (problem !== undefined) return refuse(problem)
    const draft = draftAccount(deps, parsed.data)
    const checks = await checkAccount(acting(deps, c), draft)
    const isTwin = (await readAccounts(deps)).some((other) => isSame(other, draft))
    const isWrong = isTwin || checks.some(({ status }) => status === 'failed')
    if (isWrong && given['anyway'] !== 'yes') {
      return showNew(c, { typed: shown, kept, checks, isTwin })
    }
    const { account, apiKey } = await addAccount(acting(deps, c), parsed.data)
    return page(
      c,
      addedAccountPage({
        ...frame(c, timeZoneOf(account.settings)),
        account,
        path: pathOf(account),
        secret: apiKey.secret,
        checks,
        publicUrl: deps.publicUrl,
      }),
    )
  })

  app.get('/:account', async (c) => show(c, await accountOf(c)))

  app.post('/:account/check', may('administer'), async (c) => {
    const account = await accountOf(c)
    return show(c, account, { checks: await checkAccount(acting(deps, c), account) })
  })

  const showForm = (
    c: Context<ApiEnv>,
    account: Account,
    { of, ...form }: TypedForm & { readonly of: typeof changeAccountPage },
  ) => {
    const zone = timeZoneOf(account.settings)
    const view = { ...frame(c, zone), ...form, account, path: pathOf(account) }
    return page(c, of(view), form.problem === undefined ? 200 : 400)
  }
  const change = async (
    c: Context<ApiEnv>,
    { of, words }: { readonly of: typeof changeAccountPage; readonly words: typeof changeTyped },
  ) => {
    const account = await accountOf(c)
    const typed = await readTyped(c)
    const refuse = (problem: string) =>
      showForm(c, account, { of, typed: withoutSecrets(typed), problem })
    const parsed = accountChange.safeParse(words(typed, account))
    if (!parsed.success) return refuse(sayIssue(parsed.error))
    const problem = await refusalOf(() => changeAccount(acting(deps, c), account.id, parsed.data))
    return problem === undefined ? c.redirect(pathOf(account), 303) : refuse(problem)
  }

  app.get('/:account/change', may('administer'), async (c) => {
    const account = await accountOf(c)
    return showForm(c, account, { of: changeAccountPage, typed: typedOf(account) })
  })
  app.post('/:account/change', may('administer'), (c) =>
    change(c, { of: changeAccountPage, words: changeTyped }),
  )
  app.get('/:account/credentials', may('administer'), async (c) =>
    showForm(c, await accountOf(c), { of: credentialsPage, typed: {} }),
  )
  app.post('/:account/credentials', may('administer'), (c) =>
    change(c, { of: credentialsPage, words: credentialsTyped }),
  )

  for (const what of ['disable', 'enable'] as const) {
    app.post(`/:account/${what}`, may('administer'), async (c) => {
      const account = await accountOf(c)
      await changeAccount(acting(deps, c), account.id, { disabled: what === 'disable' })
      return c.redirect(pathOf(account), 303)
    })
  }

  app.post('/:account/keys', may('administer'), async (c) => {
    const account = await accountOf(c)
    const { name, access, permissions = '' } = await readTyped(c)
    const some = { permissions: permissions.split(/\s+/).filter(Boolean) }
    const parsed = newApiKey.safeParse({ name, ...(access === 'some' && some) })
    if (!parsed.success) return show(c, account, { problem: sayIssue(parsed.error) })
    const added = (await addApiKey(acting(deps, c), account.id, parsed.data)) ?? notFound()
    return show(c, account, { newKey: onceOf(added) })
  })

  const keyOf = async (c: Context, { id }: Account): Promise<ApiKey> => {
    const keys = await readApiKeys(deps, id)
    return keys.find((key) => key.id === c.req.param('key')) ?? notFound()
  }

  app.post('/:account/keys/:key/roll', may('administer'), async (c) => {
    const account = await accountOf(c)
    const { id } = await keyOf(c, account)
    const rolled = (await rollApiKey(acting(deps, c), id)) ?? notFound()
    return show(c, account, { newKey: onceOf(rolled) })
  })

  app.post('/:account/keys/:key/revoke', may('administer'), async (c) => {
    const account = await accountOf(c)
    await revokeApiKey(acting(deps, c), (await keyOf(c, account)).id)
    return c.redirect(pathOf(account), 303)
  })

  return app
}

function onceOf({ apiKey, secret }: NewApiKey): AccountView['newKey'] {
  return { name: apiKey.name, secret }
}

/** Whether QFPay would see the same merchant. */
function isSame({ settings: one }: Account, { settings: other }: Account): boolean {
  return one.host === other.host && one.appCode === other.appCode && one.mchid === other.mchid
}

function secretsOf(typed: Typed): Typed {
  return Object.fromEntries(
    SECRETS.flatMap((name) => (typed[name] ? [[name, typed[name]] as const] : [])),
  )
}

function withoutSecrets(typed: Typed): Typed {
  const secrets: readonly string[] = SECRETS
  return Object.fromEntries(Object.entries(typed).filter(([name]) => !secrets.includes(name)))
}

/** A form that comes back keeps the credentials that were typed, unreadable for its reader. */
function sealSecrets({ sealing }: Deps, secrets: Typed): NewAccountView['kept'] {
  const names = Object.keys(secrets)
  if (names.length === 0) return undefined
  return { names, sealed: sealing.seal(JSON.stringify(secrets), sealContext.typedSecrets()) }
}

function openSecrets({ sealing }: Deps, sealed: string | undefined): Typed {
  if (!sealed) return {}
  try {
    return JSON.parse(sealing.open(sealed, sealContext.typedSecrets())) as Typed
  } catch {
    // Not ours: then they have to be typed again.
    return {}
  }
}

/** A form in the words of the API; what is empty is not given. */
function newAccountTyped(typed: Typed): object {
  const wechat = given({
    appid: typed['appid'],
    secret: typed['wechat_secret'],
    verification_file: typed['verification_file'],
  })
  return given({
    name: typed['name'],
    flow: typed['flow'],
    host: typed['host'],
    cashier_url: typed['cashier_url'],
    app_code: typed['app_code'],
    client_key: typed['client_key'],
    notification_key: typed['notification_key'],
    mchid: typed['mchid'],
    sign_type: typed['sign_type'],
    pay_type: typed['pay_type'],
    utc_offset: typed['utc_offset'],
    time_zone: typed['time_zone'],
    late_payments: typed['late_payments'],
    close_orders: typed['close_orders'] === 'yes',
    return_origins: linesOf(typed['return_origins']),
    request_limit: limitOf(typed),
    refund_approval_above: readThreshold(typed['refund_approval_above']),
    wechat: Object.keys(wechat).length === 0 ? undefined : wechat,
  })
}

function changeTyped(typed: Typed, { settings }: Account): object {
  return {
    ...given({
      name: typed['name'],
      pay_type: typed['pay_type'],
      utc_offset: typed['utc_offset'],
      late_payments: typed['late_payments'],
    }),
    mchid: typed['mchid'] || null,
    time_zone: typed['time_zone'] || null,
    close_orders: typed['close_orders'] === 'yes',
    return_origins: linesOf(typed['return_origins']),
    request_limit: limitOf(typed) ?? null,
    refund_approval_above: readThreshold(typed['refund_approval_above']) ?? null,
    ...(settings.wechat && { wechat: { verification_file: typed['verification_file'] || null } }),
  }
}

function credentialsTyped(typed: Typed): object {
  const isWithout = typed['without_notification_key'] === 'yes'
  return given({
    client_key: typed['client_key'],
    notification_key: typed['notification_key'] || (isWithout ? null : undefined),
    wechat: typed['wechat_secret'] ? { secret: typed['wechat_secret'] } : undefined,
  })
}

function typedOf({ name, settings }: Account): Typed {
  const { requestLimit } = settings
  return {
    name,
    mchid: settings.mchid ?? '',
    pay_type: settings.payType,
    utc_offset: settings.utcOffset,
    time_zone: settings.timeZone ?? '',
    late_payments: settings.latePayments ?? 'accept',
    close_orders: settings.closesOrders === true ? 'yes' : '',
    return_origins: settings.returnOrigins.join('\n'),
    per_second: requestLimit === undefined ? '' : String(requestLimit.perSecond),
    per_minute: requestLimit === undefined ? '' : String(requestLimit.perMinute),
    refund_approval_above: showThreshold(settings.refundApprovalAbove) ?? '',
    verification_file: settings.wechat?.verificationFile ?? '',
  }
}

function limitOf(typed: Typed): object | undefined {
  const limit = given({
    per_second: numberOf(typed['per_second']),
    per_minute: numberOf(typed['per_minute']),
  })
  return Object.keys(limit).length === 0 ? undefined : limit
}

/** Text that is not a number stays text, and the schema refuses it. */
function numberOf(text: string | undefined): number | string | undefined {
  return text ? (/^\d{1,12}$/.test(text) ? Number(text) : text) : undefined
}

function linesOf(text = ''): readonly string[] {
  return text.split(/\s+/).filter(Boolean)
}

function given(fields: Readonly<Record<string, unknown>>): object {
  const isGiven = (value: unknown): boolean => value !== undefined && value !== ''
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value)))
}
