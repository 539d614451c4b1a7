import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import {
  acting,
  createApi,
  errorResponses,
  idempotencyHeaders,
  json,
  needs,
  type Api,
} from '../http/api.ts'
import { csvFile } from '../http/csv-file.ts'
import { ApiError } from '../http/error.ts'
import { withIdempotencyKey } from '../http/idempotency.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { parseId } from '../platform/ids.ts'
import { DIFFERENCE_KINDS } from './difference.ts'
import { readDifferences, readReconciliation, readReconciliations } from './read-reconciliations.ts'
import {
  differenceResource,
  differenceSchema,
  newReconciliationSchema,
  reconciliationResource,
  reconciliationSchema,
} from './reconciliation-resource.ts'
import {
  RECONCILIATION_CAUSES,
  RECONCILIATION_STATUSES,
  rangeProblem,
  type Reconciliation,
} from './reconciliation.ts'
import { MAX_OPEN, startReconciliation } from './start-reconciliation.ts'
import { streamDifferences } from './stream-differences.ts'

const COLLECTION = '/v1/reconciliations'
const ONE = `${COLLECTION}/{reconciliation}`
const runParam = z.object({ reconciliation: z.string() })
const filter = {
  kind: z.enum(DIFFERENCE_KINDS).optional(),
  resolved: z.enum(['true', 'false']).optional().openapi({
    description: 'Only those that were resolved automatically, or only those left to a person',
  }),
}

const create = createRoute({
  method: 'post',
  path: COLLECTION,
  operationId: 'createReconciliation',
  summary: 'Reconcile a range of time',
  description:
    "Compares all that QFPay lists of the range with this account's books, in the background. Tael also does this every night.",
  ...needs('create_payments'),
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { 'application/json': { schema: newReconciliationSchema } } },
  },
  responses: {
    201: json('The reconciliation, which runs in the background', reconciliationSchema),
    ...errorResponses(409, 413, 415, 422),
  },
})

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listReconciliations',
  summary: 'List reconciliations, newest first',
  ...needs('read'),
  request: {
    query: listQuery('rcn', 'a reconciliation', {
      status: z.enum(RECONCILIATION_STATUSES).optional(),
      cause: z.enum(RECONCILIATION_CAUSES).optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(reconciliationSchema, 'ReconciliationList')),
    ...errorResponses(),
  },
})

const retrieve = createRoute({
  method: 'get',
  path: ONE,
  operationId: 'retrieveReconciliation',
  summary: 'Retrieve a reconciliation',
  ...needs('read'),
  request: { params: runParam },
  responses: { 200: json('The reconciliation', reconciliationSchema), ...errorResponses(404) },
})

const differences = createRoute({
  method: 'get',
  path: `${ONE}/differences`,
  operationId: 'listReconciliationDifferences',
  summary: 'List the differences of a reconciliation, in the order in which they were found',
  description:
    'Complete once the reconciliation is; before that, without the differences that are not concluded yet.',
  ...needs('read'),
  request: {
    params: runParam,
    query: listQuery('dif', 'a difference', filter),
  },
  responses: {
    200: json('A page', listSchema(differenceSchema, 'ReconciliationDifferenceList')),
    ...errorResponses(404),
  },
})

const download = createRoute({
  method: 'get',
  path: `${ONE}/differences.csv`,
  operationId: 'downloadReconciliationDifferences',
  summary: 'The same as CSV, all of it',
  ...needs('read'),
  request: { params: runParam, query: z.strictObject(filter) },
  responses: {
    200: {
      description:
        'RFC 4180 in UTF-8, with a header. Amounts are decimals of their currency (10.99), times are those of the account, with its offset',
      content: { 'text/csv': { schema: z.string() } },
    },
    ...errorResponses(404),
  },
})

/** The merchant's API for reconciliations. Every route acts for the account of the caller's key. */
export function reconciliationsApi(deps: Deps): Api {
  const api = createApi()

  api.openapi(create, async (c) => {
    const account = c.get('account')
    const requested = c.req.valid('json')
    const range = { from: new Date(requested.from), to: new Date(requested.to) }
    const answer = await withIdempotencyKey(deps, c, async (trx) => {
      const problem = rangeProblem(range, deps.clock.now())
      if (problem !== undefined) {
        const { param, message } = problem
        throw new ApiError('invalid_parameter', `"${param}": ${message}`, param)
      }
      const run = await startReconciliation(trx, acting(deps, c), account, range)
      if (run === undefined) {
        throw new ApiError(
          'too_many_reconciliations',
          `${MAX_OPEN} reconciliations of this account are not over yet; wait until one is`,
        )
      }
      return { status: 201, body: reconciliationResource(run) }
    })
    return c.json(answer.body as z.infer<typeof reconciliationSchema>, 201)
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = await readReconciliations(deps, {
      ...pageOf(query),
      accountId: c.get('account').id,
      status: query.status,
      cause: query.cause,
    })
    const data = page.runs.map(reconciliationResource)
    return c.json(listOf(COLLECTION, data, page.hasMore), 200)
  })

  api.openapi(retrieve, async (c) => {
    const { reconciliation } = c.req.valid('param')
    return c.json(reconciliationResource(await own(deps, c.get('account').id, reconciliation)), 200)
  })

  api.openapi(differences, async (c) => {
    const { id } = await own(deps, c.get('account').id, c.req.valid('param').reconciliation)
    const query = c.req.valid('query')
    const page = await readDifferences(deps, {
      ...pageOf(query),
      reconciliationId: id,
      kind: query.kind,
      isResolved: query.resolved && query.resolved === 'true',
    })
    const data = page.differences.map(differenceResource)
    return c.json(listOf(`${COLLECTION}/${id}/differences`, data, page.hasMore), 200)
  })

  api.openapi(download, async (c) => {
    const run = await own(deps, c.get('account').id, c.req.valid('param').reconciliation)
    const { kind, resolved } = c.req.valid('query')
    const isResolved = resolved && resolved === 'true'
    return csvFile(c, run.id, streamDifferences(deps, run, { reader: 'program', kind, isResolved }))
  })

  return api
}

/** The account's reconciliation. Another account's counts as unknown. */
async function own(deps: Deps, accountId: string, id: string): Promise<Reconciliation> {
  const known = parseId('rcn', id)
  const run = known && (await readReconciliation(deps, known))
  if (run?.accountId === accountId) return run
  throw new ApiError('not_found', 'This account has no such reconciliation')
}
