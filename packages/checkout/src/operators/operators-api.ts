import { createRoute, z } from '@hono/zod-openapi'
import {
  acting,
  createApi,
  errorResponses,
  instant,
  json,
  jsonBody,
  operatorNeeds,
  plainText,
  type Api,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import type { Runtime } from '../runtime.ts'
import { addOperator, changeOperator, resetOperator, type Invited } from './change-operator.ts'
import { OPERATOR_STATUSES, ROLES, type Operator } from './operator.ts'
import { readOperatorPage } from './read-operators.ts'

const PATH = '/v1/operators'
const ONE = `${PATH}/{operator}`
const administer = operatorNeeds('administer')
const operatorParam = z.object({ operator: z.string() })

const operatorSchema = z
  .object({
    id: z.string().openapi({ example: 'opr_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('operator'),
    name: z.string(),
    login: z.string(),
    role: z.enum(ROLES),
    status: z.enum(OPERATOR_STATUSES),
    created_at: instant,
  })
  .openapi('Operator')

const invitedSchema = operatorSchema
  .extend({
    invitation: z
      .url()
      .openapi({ description: 'Shown in this answer only; works once, within three days' }),
  })
  .openapi('InvitedOperator')

const list = createRoute({
  method: 'get',
  path: PATH,
  operationId: 'listOperators',
  summary: 'List operators, newest first',
  ...operatorNeeds('read'),
  request: {
    query: listQuery('opr', 'an operator', {
      role: z.enum(ROLES).optional(),
      status: z.enum(OPERATOR_STATUSES).optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(operatorSchema, 'OperatorList')),
    ...errorResponses(),
  },
})

const invite = createRoute({
  method: 'post',
  path: PATH,
  operationId: 'inviteOperator',
  summary: 'Invite an operator',
  ...administer,
  request: jsonBody(
    z
      .strictObject({
        name: plainText({ max: 64 }),
        login: plainText({ max: 64 }),
        role: z.enum(ROLES),
      })
      .openapi('NewOperator'),
  ),
  responses: { 201: json('The operator', invitedSchema), ...errorResponses(409, 413, 415) },
})

const update = createRoute({
  method: 'patch',
  path: ONE,
  operationId: 'updateOperator',
  summary: "Change an operator's role, disable or enable them",
  ...administer,
  request: {
    params: operatorParam,
    ...jsonBody(
      z
        .strictObject({ role: z.enum(ROLES).optional(), disabled: z.boolean().optional() })
        .openapi('OperatorChange'),
    ),
  },
  responses: {
    200: json('The operator', operatorSchema),
    ...errorResponses(404, 409, 413, 415),
  },
})

const reset = createRoute({
  method: 'post',
  path: `${ONE}/reset`,
  operationId: 'resetOperator',
  summary: 'Invite an operator again if they have lost their password or second factor',
  description: 'The old ones no longer work, and all sessions of the operator end.',
  ...administer,
  request: { params: operatorParam },
  responses: {
    200: json('The operator', invitedSchema),
    ...errorResponses(404, 409, 413, 415),
  },
})

/** The operators' API for the operators themselves. */
export function operatorsApi(deps: Runtime): Api {
  const api = createApi()

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = { ...pageOf(query), role: query.role, status: query.status }
    const { operators, hasMore } = await readOperatorPage(deps, page)
    return c.json(listOf(PATH, operators.map(operatorResource), hasMore), 200)
  })

  api.openapi(invite, async (c) => {
    const invited = await addOperator(acting(deps, c), c.req.valid('json'))
    if (invited === 'login-taken') {
      throw new ApiError('login_taken', 'Another operator has this login', 'login')
    }
    if (invited === 'invalid') {
      throw new ApiError(
        'invalid_parameter',
        'A login has no spaces and begins with a letter or digit',
        'login',
      )
    }
    return c.json(invitedResource(deps, invited), 201)
  })

  api.openapi(update, async (c) => {
    const { role, disabled } = c.req.valid('json')
    const changed = await changeOperator(acting(deps, c), c.req.valid('param').operator, {
      ...(role !== undefined && { role }),
      ...(disabled !== undefined && { isDisabled: disabled }),
    })
    return c.json(operatorResource(there(changed)), 200)
  })

  api.openapi(reset, async (c) => {
    const invited = await resetOperator(acting(deps, c), c.req.valid('param').operator)
    return c.json(invitedResource(deps, there(invited)), 200)
  })

  return api
}

function there<Found>(found: Found | 'last-administrator' | undefined): Found {
  if (found === 'last-administrator') {
    throw new ApiError(
      'last_administrator',
      'Nobody else administers Tael: give another operator that role first',
    )
  }
  if (found !== undefined) return found
  throw new ApiError('not_found', 'There is no such operator: GET /v1/operators lists them')
}

function operatorResource(operator: Operator): z.infer<typeof operatorSchema> {
  const { id, name, login, role, status, createdAt } = operator
  return { id, object: 'operator', name, login, role, status, created_at: createdAt.toISOString() }
}

function invitedResource(
  { publicUrl }: Pick<Runtime, 'publicUrl'>,
  { operator, token }: Invited,
): z.infer<typeof invitedSchema> {
  return {
    ...operatorResource(operator),
    invitation: `${publicUrl}/dashboard/invitations/${token}`,
  }
}
