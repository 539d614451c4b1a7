import { createRoute, type z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import {
  acting,
  createApi,
  errorResponses,
  idempotencyHeaders,
  json,
  jsonBody,
  needs,
  type Api,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { withIdempotencyKey } from '../http/idempotency.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { requireOwnPayment } from '../payments/payment-guards.ts'
import { paymentId } from '../payments/payment-resource.ts'
import { addNote } from './add-note.ts'
import { newNoteSchema, NOTE_PROBLEMS, noteResource, noteSchema } from './note-resource.ts'
import { readNotePage } from './read-notes.ts'

const COLLECTION = '/v1/payments/{payment}/notes'

const add = createRoute({
  method: 'post',
  path: COLLECTION,
  operationId: 'addPaymentNote',
  summary: 'Write a note about a payment',
  ...needs('read'),
  request: { params: paymentId, headers: idempotencyHeaders, ...jsonBody(newNoteSchema) },
  responses: { 201: json('The note', noteSchema), ...errorResponses(404, 413, 415, 422) },
})

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listPaymentNotes',
  summary: "List a payment's notes, oldest first",
  ...needs('read'),
  request: { params: paymentId, query: listQuery('not', 'a note', {}) },
  responses: { 200: json('A page', listSchema(noteSchema, 'NoteList')), ...errorResponses(404) },
})

/** The merchant's API for notes on payments. Every route acts for the account of the caller's key. */
export function notesApi(deps: Deps): Api {
  const api = createApi()

  api.openapi(add, async (c) => {
    const payment = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { text } = c.req.valid('json')
    const answer = await withIdempotencyKey(deps, c, async (trx) => {
      const note = await addNote(trx, acting(deps, c), payment, { id: deps.newId('not'), text })
      if (typeof note === 'string') {
        throw new ApiError('invalid_parameter', `"text": ${NOTE_PROBLEMS[note]}`, 'text')
      }
      return { status: 201, body: noteResource(note) }
    })
    return c.json(answer.body as z.infer<typeof noteSchema>, 201)
  })

  api.openapi(list, async (c) => {
    const { id } = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { notes, hasMore } = await readNotePage(deps, id, pageOf(c.req.valid('query')))
    return c.json(listOf(`/v1/payments/${id}/notes`, notes.map(noteResource), hasMore), 200)
  })

  return api
}
