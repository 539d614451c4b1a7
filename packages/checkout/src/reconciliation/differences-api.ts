import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import {
  acting,
  createApi,
  errorResponses,
  json,
  jsonBody,
  operatorNeeds,
  type Api,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { flagInQuery, idInQuery, listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { newNoteSchema, NOTE_PROBLEMS } from '../notes/note-resource.ts'
import type { NoteProblem } from '../notes/note.ts'
import { readWorkers } from '../operators/read-operators.ts'
import { parseId } from '../platform/ids.ts'
import {
  workResource,
  workSchema,
  workWithEntriesResource,
  workWithEntriesSchema,
} from './difference-work-resource.ts'
import { RESOLUTIONS } from './difference-work.ts'
import { DIFFERENCE_KINDS } from './difference.ts'
import {
  assignDifference,
  noteDifference,
  reopenDifference,
  resolveDifference,
  type NoteDifference,
} from './note-difference.ts'
import { readDifference, readDifferenceWork } from './read-reconciliations.ts'

const COLLECTION = '/v1/differences'
const ONE = `${COLLECTION}/{difference}`
const params = z.object({ difference: z.string() })
const responses = {
  200: json('The difference', workWithEntriesSchema),
  ...errorResponses(404, 413, 415),
}

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listDifferences',
  summary: 'List the differences that reconciliations have left to people, newest first',
  description: 'Of all accounts, each once, however many runs have found it.',
  ...operatorNeeds('read'),
  request: {
    query: listQuery('dif', 'a difference', {
      account: idInQuery('acc', 'an account'),
      kind: z.enum(DIFFERENCE_KINDS).optional(),
      resolved: flagInQuery.openapi({ description: 'Whether an operator has resolved it' }),
      assigned_to: idInQuery('opr', 'an operator'),
    }),
  },
  responses: {
    200: json('A page', listSchema(workSchema, 'DifferenceWorkList')),
    ...errorResponses(),
  },
})

const retrieve = createRoute({
  method: 'get',
  path: ONE,
  operationId: 'retrieveDifference',
  summary: 'Retrieve a difference, and what people did about it',
  ...operatorNeeds('read'),
  request: { params },
  responses: { 200: json('The difference', workWithEntriesSchema), ...errorResponses(404) },
})

const assign = createRoute({
  method: 'post',
  path: `${ONE}/assign`,
  operationId: 'assignDifference',
  summary: 'Say which operator works on a difference',
  ...operatorNeeds('refund'),
  request: {
    params,
    ...jsonBody(
      z
        .strictObject({
          operator: z
            .string()
            .nullable()
            .openapi({ description: 'The id of one who may refund; null: nobody' }),
        })
        .openapi('DifferenceAssignment'),
    ),
  },
  responses,
})

const note = createRoute({
  method: 'post',
  path: `${ONE}/notes`,
  operationId: 'noteDifference',
  summary: 'Write a note about a difference',
  ...operatorNeeds('read'),
  request: { params, ...jsonBody(newNoteSchema) },
  responses,
})

const resolve = createRoute({
  method: 'post',
  path: `${ONE}/resolve`,
  operationId: 'resolveDifference',
  summary: 'Say what became of a difference',
  description: 'Changes no payment. If it is resolved already, it stays as it is.',
  ...operatorNeeds('refund'),
  request: {
    params,
    ...jsonBody(
      z
        .strictObject({ resolution: z.enum(RESOLUTIONS), note: z.string().default('') })
        .openapi('DifferenceResolution'),
    ),
  },
  responses,
})

const reopen = createRoute({
  method: 'post',
  path: `${ONE}/reopen`,
  operationId: 'reopenDifference',
  summary: 'Take the resolution of a difference back',
  ...operatorNeeds('refund'),
  request: { params },
  responses,
})

type Work = z.infer<typeof workWithEntriesSchema>

/** The operators' API for what reconciliations leave to people. */
export function differencesApi(deps: Deps): Api {
  const api = createApi()
  const show = async (id: string): Promise<Work> => {
    const found = await readDifference(deps, id)
    if (found?.difference.outcome !== 'reported') return unknown()
    return workWithEntriesResource(found.difference, found.entries)
  }
  /** The difference after the change; if that changes nothing, as it is. */
  const after = async (id: string, done: NoteDifference | NoteProblem, param: string) => {
    if (done === 'gone') return unknown()
    if (done === 'changed' || done === 'unchanged') return show(id)
    throw new ApiError('invalid_parameter', `"${param}": ${NOTE_PROBLEMS[done]}`, param)
  }

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const { differences, hasMore, next } = await readDifferenceWork(deps, {
      ...pageOf(query),
      accountId: query.account,
      kind: query.kind,
      isResolved: query.resolved,
      assignedTo: query.assigned_to,
    })
    return c.json(listOf(COLLECTION, differences.map(workResource), hasMore, next), 200)
  })

  api.openapi(retrieve, async (c) => c.json(await show(idIn(c.req.valid('param'))), 200))

  api.openapi(assign, async (c) => {
    const id = idIn(c.req.valid('param'))
    const { operator: named } = c.req.valid('json')
    const operator = (await readWorkers(deps)).find(({ id }) => id === named)
    if (named !== null && operator === undefined) {
      const message = '"operator": there is no active operator of this id who may refund'
      throw new ApiError('invalid_parameter', message, 'operator')
    }
    const done = await assignDifference(acting(deps, c), id, operator)
    return c.json(await after(id, done, 'operator'), 200)
  })

  api.openapi(note, async (c) => {
    const id = idIn(c.req.valid('param'))
    const { text } = c.req.valid('json')
    const given = { entryId: deps.newId('dfe'), text }
    const done = await noteDifference(acting(deps, c), id, given)
    return c.json(await after(id, done, 'text'), 200)
  })

  api.openapi(resolve, async (c) => {
    const id = idIn(c.req.valid('param'))
    const done = await resolveDifference(acting(deps, c), id, c.req.valid('json'))
    return c.json(await after(id, done, 'note'), 200)
  })

  api.openapi(reopen, async (c) => {
    const id = idIn(c.req.valid('param'))
    const done = await reopenDifference(acting(deps, c), id)
    return c.json(await after(id, done, 'difference'), 200)
  })

  return api
}

function idIn({ difference }: z.infer<typeof params>): string {
  return parseId('dif', difference) ?? unknown()
}

function unknown(): never {
  throw new ApiError('not_found', 'Reconciliations have left no such difference to people')
}
