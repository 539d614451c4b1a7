import { createRoute, z } from '@hono/zod-openapi'
import { AUDIT_ACTIONS } from '../audit/audit-entry.ts'
import type { BrokenChain } from '../audit/chain.ts'
import { readAudit, type ListedEntry } from '../audit/read-audit.ts'
import { verifyChain } from '../audit/verify-chain.ts'
import {
  actorSchema,
  createApi,
  errorResponses,
  instant,
  json,
  operatorNeeds,
  plainText,
  type Api,
} from '../http/api.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import type { Runtime } from '../runtime.ts'

const PATH = '/v1/audit_entries'
const facts = z.record(z.string(), z.unknown())

const entrySchema = z
  .object({
    id: z.string().openapi({ example: 'aud_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('audit_entry'),
    at: instant,
    actor: actorSchema,
    address: z
      .string()
      .optional()
      .openapi({ description: 'The network address, where the server knows it' }),
    action: z.enum(AUDIT_ACTIONS),
    subject: z.object({
      type: z.string(),
      id: z.string().optional(),
      account: z.string().optional(),
    }),
    before: facts.optional().openapi({ description: 'What it was, without secrets' }),
    after: facts.optional(),
    sequence: z
      .int()
      .optional()
      .openapi({ description: 'Its place in the chain; absent for about a second' }),
  })
  .openapi('AuditEntry')

const chainEnd = z.object({ sequence: z.int(), hash: z.string() })

const verificationSchema = z
  .object({
    object: z.literal('audit_verification'),
    is_whole: z.boolean(),
    end: chainEnd.openapi({ description: 'Up to here the log is as it was written' }),
    waiting: z.int().openapi({ description: 'Entries that have no place in the chain yet' }),
    problem: z
      .object({
        kind: z.enum(['missing', 'changed', 'cut', 'added', 'rewritten']),
        sequence: z.int(),
        entry: z.string().optional(),
        message: z.string(),
      })
      .optional(),
  })
  .openapi('AuditVerification')

const list = createRoute({
  method: 'get',
  path: PATH,
  operationId: 'listAuditEntries',
  summary: 'List the entries of the audit log, newest first',
  ...operatorNeeds('read'),
  request: {
    query: listQuery('aud', 'an audit entry', {
      action: z.enum(AUDIT_ACTIONS).optional(),
      about: plainText({ max: 100 }).optional().openapi({
        description: 'The id of an operator, API key, subject or account, or the name of an actor',
      }),
    }),
  },
  responses: {
    200: json('A page', listSchema(entrySchema, 'AuditEntryList')),
    ...errorResponses(),
  },
})

const verify = createRoute({
  method: 'get',
  path: `${PATH}/verification`,
  operationId: 'verifyAuditEntries',
  summary: 'Check that nobody has changed the audit log',
  description:
    'Reads all of it. Give an end that you noted before: a person who can write to the database can rewrite the whole chain, but not your note.',
  ...operatorNeeds('read'),
  request: {
    query: z
      .strictObject({
        sequence: z
          .string()
          .regex(/^[1-9]\d{0,14}$/)
          .optional(),
        hash: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      })
      .refine(({ sequence, hash }) => (sequence === undefined) === (hash === undefined), {
        error: 'needs both "sequence" and "hash", or neither',
      }),
  },
  responses: { 200: json('What the check found', verificationSchema), ...errorResponses() },
})

/** The operators' API for the audit log. */
export function auditApi(deps: Runtime): Api {
  const api = createApi()

  api.openapi(verify, async (c) => {
    const { sequence, hash } = c.req.valid('query')
    const known =
      sequence === undefined || hash === undefined
        ? undefined
        : { sequence: Number(sequence), hash }
    const { end, waiting, broken } = await verifyChain(deps, known)
    return c.json(
      {
        object: 'audit_verification' as const,
        is_whole: broken === undefined,
        end,
        waiting,
        ...(broken && { problem: problemResource(broken) }),
      },
      200,
    )
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const { action, about } = query
    const { entries, hasMore } = await readAudit(deps, { ...pageOf(query), action, about })
    return c.json(listOf(PATH, entries.map(entryResource), hasMore), 200)
  })

  return api
}

function entryResource(entry: ListedEntry): z.infer<typeof entrySchema> {
  const { who, address, subject, before, after, sequence } = entry
  return {
    id: entry.id,
    object: 'audit_entry',
    at: entry.at.toISOString(),
    actor: who,
    ...(address !== undefined && { address }),
    action: entry.action,
    subject: {
      type: subject.type,
      ...(subject.id !== undefined && { id: subject.id }),
      ...(subject.accountId !== undefined && { account: subject.accountId }),
    },
    ...(before && { before: { ...before } }),
    ...(after && { after: { ...after } }),
    ...(sequence !== undefined && { sequence }),
  }
}

type Problem = NonNullable<z.infer<typeof verificationSchema>['problem']>

function problemResource(broken: BrokenChain): Problem {
  const { kind, sequence } = broken
  const entry = 'id' in broken ? broken.id : undefined
  return { kind, sequence, ...(entry !== undefined && { entry }), message: said(broken) }
}

function said({ kind, sequence }: BrokenChain): string {
  switch (kind) {
    case 'missing':
      return `Entry ${sequence} is missing: somebody deleted it, or moved it`
    case 'changed':
      return `Entry ${sequence} is not what Tael wrote there: somebody changed, moved or inserted it`
    case 'cut':
      return `The log ends before entry ${sequence}, and was longer: somebody deleted its end`
    case 'added':
      return `Entry ${sequence} and those after it were not written by Tael`
    case 'rewritten':
      return `Entry ${sequence} has another hash than the one noted before: somebody rewrote the log up to there`
  }
}
