import { Hono, type Context } from 'hono'
import { COMMAND } from '../../audit/actor.ts'
import type { Deps } from '../../deps.ts'
import type { ApiEnv } from '../../http/api.ts'
import {
  acceptInvitation,
  readInvitation,
  openSetUp,
  prepareSetUp,
  sealSetUp,
  type SetUp,
} from '../../operators/accept-invitation.ts'
import { authenticatorUri, toBase32 } from '../../operators/one-time-code.ts'
import { isPassword, toLogin, toName } from '../../operators/operator.ts'
import { requestOptions } from '../../operators/passkey.ts'
import { isAdministered } from '../../operators/read-operators.ts'
import { signInByPasskey } from '../../operators/sign-in-by-passkey.ts'
import { signIn } from '../../operators/sign-in.ts'
import { startSession } from '../../operators/start-session.ts'
import { readTyped } from '../forms/read-typed.ts'
import { askForPasskey } from '../operators/ask-for-passkey.ts'
import type { DoorProblem } from '../operators/operator-view.ts'
import type { Sessions } from '../shell/session.ts'
import type { Shell } from '../shell/shell.ts'
import {
  authenticatorPage,
  firstAdministratorPage,
  invitationOverPage,
  recoveryCodesPage,
  secondFactorPage,
  signInPage,
  welcomePage,
} from './door-pages.ts'
import { loginPage, type LoginView } from './login-page.ts'

type Asked = {
  readonly problem?: DoorProblem | LoginView['problem']
  readonly next?: string | undefined
  /** The login that somebody typed. */
  readonly login?: string
}

/** The page that asks who is there: a login and a password, or the operator key while nobody administers. */
export async function askWho(
  deps: Deps,
  shell: Shell,
  c: Context,
  { problem, next, login }: Asked,
): Promise<Response> {
  const { home, languageOf, page, environment } = shell
  const at = { language: languageOf(c), home, ...environment, ...(next !== undefined && { next }) }
  const isAboutKey = problem === 'wrong-key' || problem === 'session-ended'
  const status = problem === undefined || problem === 'session-ended' ? 200 : 401
  if (await isAdministered(deps)) {
    const hasEnded = problem === 'session-ended'
    return page(
      c,
      signInPage({
        ...at,
        hasEnded,
        ...(login !== undefined && { typed: { login } }),
        question: askForPasskey(deps, requestOptions),
        problem: isAboutKey ? (hasEnded ? undefined : 'wrong') : problem,
      }),
      status,
    )
  }
  const shown = problem === undefined ? undefined : isAboutKey ? problem : 'wrong-key'
  return page(
    c,
    loginPage({
      ...at,
      loginPath: `${home}/login`,
      hasKey: shell.hasOperatorKey,
      ...(shown !== undefined && { problem: shown }),
    }),
    status,
  )
}

/** Everything before the dashboard opens. */
export function dashboardSignInRoutes(deps: Deps, shell: Shell, sessions: Sessions): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const { home, languageOf, page, ownPath, environment } = shell
  const issuer = `Tael ${new URL(deps.publicUrl).host}`
  const at = (c: Context) => ({ language: languageOf(c), home, ...environment })

  app.post('/login', async (c) => {
    const form = await readTyped(c)
    const next = ownPath(form['next'])
    if (form['key'] !== undefined) {
      const signedIn = await sessions.signInByKey(c, form['key'])
      if (signedIn === 'wrong-key') return askWho(deps, shell, c, { problem: 'wrong-key', next })
      // Play money needs no first administrator.
      const first = environment.environment === undefined ? `${home}/first-administrator` : home
      return c.redirect(next === undefined || next === home ? first : next, 303)
    }
    const login = form['login'] ?? ''
    const password = form['password'] ?? ''
    const found = await signIn(deps, { login, password, address: c.get('address') })
    if (found.kind !== 'right') {
      return askWho(deps, shell, c, { problem: found.kind, next, login })
    }
    sessions.rememberHalfway(c, found.operatorId)
    const query = next === undefined ? '' : `?${new URLSearchParams({ next }).toString()}`
    return c.redirect(`${home}/second-factor${query}`, 303)
  })

  app.post('/login/passkey', async (c) => {
    const { answer = '', sealed = '', next: wanted } = await readTyped(c)
    const next = ownPath(wanted)
    const token = await signInByPasskey(deps, { answer, sealed, address: c.get('address') })
    if (token === undefined) return askWho(deps, shell, c, { problem: 'wrong-passkey', next })
    sessions.begin(c, token)
    return c.redirect(next ?? home, 303)
  })

  app.get('/second-factor', async (c) =>
    sessions.halfway(c) === undefined
      ? c.redirect(home, 303)
      : page(c, secondFactorPage({ ...at(c), next: ownPath(c.req.query('next')) })),
  )

  app.post('/second-factor', async (c) => {
    const operatorId = sessions.halfway(c)
    if (operatorId === undefined) return askWho(deps, shell, c, { problem: 'session-ended' })
    const form = await readTyped(c)
    const next = ownPath(form['next'])
    const code = form['code'] ?? ''
    const started = await startSession(deps, operatorId, { code, address: c.get('address') })
    if (started.kind === 'started') {
      sessions.begin(c, started.token)
      return c.redirect(next ?? home, 303)
    }
    const problem = started.kind === 'wrong' ? 'wrong-code' : 'too-many'
    return page(c, secondFactorPage({ ...at(c), next, problem }), 401)
  })

  app.get('/invitations/:token', async (c) => {
    const operator = await readInvitation(deps, c.req.param('token'))
    if (operator === undefined) return page(c, invitationOverPage(at(c)), 404)
    return page(
      c,
      welcomePage({ ...at(c), ...operator, path: `${home}/invitations/${c.req.param('token')}` }),
    )
  })

  app.post('/invitations/:token', async (c) => {
    const token = c.req.param('token')
    const operator = await readInvitation(deps, token)
    if (operator === undefined) return page(c, invitationOverPage(at(c)), 404)
    const password = (await readTyped(c))['password'] ?? ''
    if (!isPassword(password, operator.login)) {
      const path = `${home}/invitations/${token}`
      return page(c, welcomePage({ ...at(c), ...operator, path, problem: 'weak-password' }), 400)
    }
    return showSecret(c, await prepareSetUp(deps, { operator, token, password }))
  })

  app.get('/first-administrator', async (c) =>
    (await sessions.state(c)).kind === 'key'
      ? page(c, firstAdministratorPage(at(c)))
      : c.redirect(home, 303),
  )

  app.post('/first-administrator', async (c) => {
    if ((await sessions.state(c)).kind !== 'key') return c.redirect(home, 303)
    const form = await readTyped(c)
    const [name, login] = [toName(form['name'] ?? ''), toLogin(form['login'] ?? '')]
    const password = form['password'] ?? ''
    const typed = { name: form['name'], login: form['login'] }
    const refuse = (problem: DoorProblem) =>
      page(c, firstAdministratorPage({ ...at(c), problem, typed }), 400)
    if (name === undefined || login === undefined) return refuse('incomplete')
    if (!isPassword(password, login)) return refuse('weak-password')
    const operator = { id: deps.newId('opr'), name, login }
    return showSecret(c, await prepareSetUp(deps, { operator, token: undefined, password }))
  })

  app.post('/set-up', async (c) => {
    const form = await readTyped(c)
    const setUp = openSetUp(deps, form['sealed'] ?? '')
    if (setUp === undefined) return page(c, invitationOverPage(at(c)), 404)
    const isFirst = setUp.invitationHash === undefined
    if (isFirst && (await sessions.state(c)).kind !== 'key')
      return page(c, invitationOverPage(at(c)), 404)
    const address = c.get('address')
    const joined = await acceptInvitation(
      { ...deps, ...(isFirst && { actor: { ...COMMAND, address } }) },
      setUp,
      { code: form['code'] ?? '', address },
    )
    if (joined === undefined) return showSecret(c, setUp, 'wrong-code')
    if (joined === 'over') return page(c, invitationOverPage(at(c)), 404)
    sessions.begin(c, joined.token)
    return page(c, recoveryCodesPage({ ...at(c), codes: joined.recoveryCodes }))
  })

  const showSecret = (c: Context, setUp: SetUp, problem?: DoorProblem) => {
    const secret = Buffer.from(setUp.secret, 'base64url')
    return page(
      c,
      authenticatorPage({
        ...at(c),
        problem,
        uri: authenticatorUri(secret, { issuer, login: setUp.login }),
        secret: toBase32(secret),
        sealed: sealSetUp(deps, setUp),
      }),
      problem === undefined ? 200 : 401,
    )
  }

  return app
}
