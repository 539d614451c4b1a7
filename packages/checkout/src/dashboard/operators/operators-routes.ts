import { Hono, type Context } from 'hono'
import type { Deps } from '../../deps.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import {
  addOperator,
  changeOperator,
  endSessions,
  resetOperator,
  type Invited,
} from '../../operators/change-operator.ts'
import { addPasskey, removePasskey } from '../../operators/change-passkeys.ts'
import { ROLES } from '../../operators/operator.ts'
import { creationOptions } from '../../operators/passkey.ts'
import { readOperators, readPasskeys, readSessions } from '../../operators/read-operators.ts'
import { readTyped } from '../forms/read-typed.ts'
import type { Sessions } from '../shell/session.ts'
import type { Shell } from '../shell/shell.ts'
import { askForPasskey } from './ask-for-passkey.ts'
import type { OperatorsView, SessionsView } from './operator-view.ts'
import { operatorsPage, sessionsPage } from './operators-page.ts'

/** The operators, for those who administer; and the sessions of the operator who looks. */
export function dashboardOperatorsRoutes(
  deps: Deps,
  { home, frameOfAll, page }: Shell,
  sessions: Sessions,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  const show = async (
    c: Context<ApiEnv>,
    more: Pick<OperatorsView, 'problem' | 'invitation'> = {},
    status: 200 | 400 | 409 = 200,
  ) => {
    const actor = c.get('actor')
    return page(
      c,
      operatorsPage({
        ...(await frameOfAll(c)),
        operators: await readOperators(deps),
        ownId: actor.kind === 'operator' ? actor.id : undefined,
        ...more,
      }),
      status,
    )
  }
  const showInvitation = (c: Context<ApiEnv>, { operator, token }: Invited) =>
    show(c, {
      invitation: {
        name: operator.name,
        url: `${deps.publicUrl}/dashboard/invitations/${token}`,
      },
    })

  app.get('/operators', (c) => show(c))

  app.post('/operators', may('administer'), async (c) => {
    const form = await readTyped(c)
    const invited = await addOperator(acting(deps, c), {
      name: form['name'] ?? '',
      login: form['login'] ?? '',
      role: ROLES.find((each) => each === form['role']) ?? 'read',
    })
    if (invited === 'invalid') return show(c, { problem: 'invalid' }, 400)
    if (invited === 'login-taken') return show(c, { problem: 'loginTaken' }, 409)
    return showInvitation(c, invited)
  })

  app.post('/operators/:operator/change', may('administer'), async (c) => {
    const form = await readTyped(c)
    const role = ROLES.find((each) => each === form['role'])
    const disabled = form['disabled']
    const changed = await changeOperator(acting(deps, c), c.req.param('operator'), {
      ...(role !== undefined && { role }),
      ...((disabled === 'yes' || disabled === 'no') && { isDisabled: disabled === 'yes' }),
    })
    if (changed === undefined) return notFound()
    if (changed === 'last-administrator') return show(c, { problem: 'lastAdministrator' }, 409)
    return c.redirect(`${home}/operators`, 303)
  })

  app.post('/operators/:operator/reset', may('administer'), async (c) => {
    const reset = await resetOperator(acting(deps, c), c.req.param('operator'))
    if (reset === undefined) return notFound()
    if (reset === 'last-administrator') return show(c, { problem: 'lastAdministrator' }, 409)
    return showInvitation(c, reset)
  })

  const showSessions = async (
    c: Context<ApiEnv>,
    problem?: SessionsView['problem'],
  ): Promise<Response> => {
    const state = await sessions.state(c)
    if (state.kind !== 'operator') return notFound()
    const { operator, session } = state
    const passkeys = await readPasskeys(deps, operator.id)
    return page(
      c,
      sessionsPage({
        ...(await frameOfAll(c)),
        name: operator.name,
        sessions: await readSessions(deps, operator.id),
        ownSession: session.id,
        passkeys,
        question: askForPasskey(deps, (publicUrl, challenge) =>
          creationOptions(publicUrl, challenge, operator, passkeys),
        ),
        problem,
      }),
      problem === undefined ? 200 : 400,
    )
  }

  app.get('/sessions', (c) => showSessions(c))

  app.post('/passkeys', async (c) => {
    const { answer = '', sealed = '', name = '', code = '' } = await readTyped(c)
    const added = await addPasskey(acting(deps, c), { answer, sealed, name, code })
    return added === 'added' ? c.redirect(`${home}/sessions`, 303) : showSessions(c, added)
  })

  app.post('/passkeys/:passkey/remove', async (c) => {
    await removePasskey(acting(deps, c), c.req.param('passkey'))
    return c.redirect(`${home}/sessions`, 303)
  })

  app.post('/sessions/end', async (c) => {
    const actor = c.get('actor')
    if (actor.kind !== 'operator') return notFound()
    const { session } = await readTyped(c)
    await endSessions(acting(deps, c), actor.id, session)
    return c.redirect(`${home}/sessions`, 303)
  })

  return app
}
