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
import { checked, readTyped } from '../forms/read-typed.ts'
import { wordsOf, type Typed } from '../forms/typed.ts'
import { named, type Shell } from '../shell/shell.ts'
import {
  accountAsTyped,
  accountChangeTyped,
  credentialsTyped,
  newAccountTyped,
} from './account-form.ts'
import {
  accountPage,
  addedAccountPage,
  changeAccountPage,
  credentialsPage,
} from './account-page.ts'
import type { AccountView, NewAccountView } from './account-view.ts'
import { accountsPage, newAccountPage } from './accounts-page.ts'
import { showThreshold } from './threshold.ts'

const SECRETS = ['client_key', 'notification_key', 'wechat_secret'] as const

/** The operators' pages about accounts and their keys. Mounted at /dashboard/accounts. */
export function dashboardAccountsRoutes(
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
    const wanted = await checked(newAccount, newAccountTyped(typed), (data) =>
      draftAccount(deps, data),
    )
    if (wanted.problem !== undefined) return showNew(c, { typed: shown, kept, ...wanted })
    const draft = draftAccount(deps, wanted.data)
    const checks = await checkAccount(acting(deps, c), draft)
    const isTwin = (await readAccounts(deps)).some((other) => isSame(other, draft))
    const isWrong = isTwin || checks.some(({ status }) => status === 'failed')
    if (isWrong && given['anyway'] !== 'yes') {
      return showNew(c, { typed: shown, kept, checks, isTwin })
    }
    const { account, apiKey } = await addAccount(acting(deps, c), wanted.data)
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
    {
      of,
      words,
    }: { readonly of: typeof changeAccountPage; readonly words: typeof accountChangeTyped },
  ) => {
    const account = await accountOf(c)
    const typed = await readTyped(c)
    const { problem } = await checked(accountChange, words(typed, account), (data) =>
      changeAccount(acting(deps, c), account.id, data),
    )
    if (problem === undefined) return c.redirect(pathOf(account), 303)
    return showForm(c, account, { of, typed: withoutSecrets(typed), problem })
  }

  app.get('/:account/change', may('administer'), async (c) => {
    const account = await accountOf(c)
    return showForm(c, account, { of: changeAccountPage, typed: accountAsTyped(account) })
  })
  app.post('/:account/change', may('administer'), (c) =>
    change(c, { of: changeAccountPage, words: accountChangeTyped }),
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
    const { name, access, permissions } = await readTyped(c)
    const some = access === 'some' && { permissions: wordsOf(permissions) }
    const wanted = await checked(newApiKey, { name, ...some })
    if (wanted.problem !== undefined) return show(c, account, wanted)
    const added = (await addApiKey(acting(deps, c), account.id, wanted.data)) ?? notFound()
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
