import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  acting,
  createApi,
  errorResponses,
  instant,
  json,
  jsonBody,
  operatorNeeds,
  type Api,
  type ApiEnv,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { strictJsonBodies } from '../http/read-body.ts'
import type { Runtime } from '../runtime.ts'
import { endSessions } from './change-operator.ts'
import { ROLES } from './operator.ts'
import { signIn } from './sign-in.ts'
import { resumeSession, startSession } from './start-session.ts'

const PATH = '/v1/sessions'

const sessionSchema = z
  .object({
    id: z.string().openapi({ example: 'ses_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('session'),
    token: z.string().openapi({ description: 'Shown in this answer only' }),
    operator: z.string(),
    role: z.enum(ROLES),
    ends_at: instant,
  })
  .openapi('OperatorSession')

const start = createRoute({
  method: 'post',
  path: PATH,
  operationId: 'startSession',
  summary: 'Sign in as an operator',
  description:
    'With `Authorization: Bearer` and the token, each route for operators knows which person asks, and does what their role allows. It is a session as the dashboard has them.',
  security: [],
  request: jsonBody(
    z
      .strictObject({
        login: z.string().max(200),
        password: z.string().max(200),
        code: z
          .string()
          .max(64)
          .openapi({ description: 'The six digits of the authenticator app, or a recovery code' }),
      })
      .openapi('NewSession'),
  ),
  responses: { 201: json('The session', sessionSchema), ...errorResponses(413, 415, 429) },
})

const end = createRoute({
  method: 'delete',
  path: `${PATH}/current`,
  operationId: 'endSession',
  summary: 'Sign out: end the session whose token the request has',
  ...operatorNeeds('read'),
  responses: { 204: { description: 'Ended' }, ...errorResponses(413, 415) },
})

/** How a person, and not only a key, calls the operators' API. */
export function sessionsApi(deps: Runtime): Api {
  const api = createApi()
  // Other methods go on to what reads their bodies for every route.
  for (const read of strictJsonBodies()) api.post(PATH, read)

  api.openapi(start, async (c) => {
    const { login, password, code } = c.req.valid('json')
    const address = c.get('address')
    const found = await signIn(deps, { login, password, address })
    const started =
      found.kind === 'right' ? await startSession(deps, found.operatorId, { code, address }) : found
    if (started.kind === 'too-many') {
      throw new ApiError(
        'too_many_tries',
        'Too many wrong tries: Tael did not look at this one. Try again in a few minutes',
      )
    }
    const opened = started.kind === 'started' && (await resumeSession(deps, started.token))
    if (started.kind !== 'started' || !opened) {
      throw new ApiError('unauthenticated', 'The login, the password or the code is wrong')
    }
    const { session, operator } = opened
    return c.json(
      {
        id: session.id,
        object: 'session' as const,
        token: started.token,
        operator: operator.id,
        role: operator.role,
        ends_at: session.endsAt.toISOString(),
      },
      201,
    )
  })

  api.openapi(end, async (c) => {
    const found = await resumeSession(deps, bearer(c))
    if (found === undefined) {
      throw new ApiError('forbidden', 'A key has no session that could end')
    }
    await endSessions(acting(deps, c), found.operator.id, found.session.id)
    return c.body(null, 204)
  })

  return api
}

/** What a request names itself by. */
export function bearer(c: Context<ApiEnv>): string {
  return /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
}
