import { createRoute, z } from '@hono/zod-openapi'
import type { Account } from '../accounts/account.ts'
import { refuseForeignReturn } from '../http/account-guards.ts'
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
import { currencyInQuery, listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { parseId } from '../platform/ids.ts'
import { codePng, codeSvg } from '../posters/code-image.ts'
import type { Runtime } from '../runtime.ts'
import { changeLink } from './change-link.ts'
import { createLink } from './create-link.ts'
import { drawLinkPoster } from './draw-link-poster.ts'
import { linkUrl } from './link-address.ts'
import { refuseNewLink } from './link-guards.ts'
import {
  linkChangeOf,
  linkChangeSchema,
  linkParam,
  linkResource,
  linkSchema,
  newLinkOf,
  newLinkSchema,
} from './link-resource.ts'
import { LINK_STATES, type PaymentLink } from './payment-link.ts'
import { readLink, readLinks } from './read-links.ts'

const COLLECTION = '/v1/payment_links'
const ONE = `${COLLECTION}/{payment_link}`

const create = createRoute({
  method: 'post',
  path: COLLECTION,
  operationId: 'createPaymentLink',
  summary: 'Create a payment link',
  description: 'Many payers open it, and each payer who continues gets a payment of their own.',
  ...needs('create_payments'),
  request: { headers: idempotencyHeaders, ...jsonBody(newLinkSchema) },
  responses: {
    201: json('The link; print its code or send its url', linkSchema),
    200: json('The link that the same request created before', linkSchema),
    ...errorResponses(409, 413, 415, 422),
  },
})

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listPaymentLinks',
  summary: 'List payment links, newest first',
  ...needs('read'),
  request: {
    query: listQuery('lnk', 'a payment link', {
      status: z.enum(LINK_STATES).optional(),
      currency: currencyInQuery,
    }),
  },
  responses: {
    200: json('A page', listSchema(linkSchema, 'PaymentLinkList')),
    ...errorResponses(),
  },
})

const retrieve = createRoute({
  method: 'get',
  path: ONE,
  operationId: 'retrievePaymentLink',
  summary: 'Retrieve a payment link',
  ...needs('read'),
  request: { params: linkParam },
  responses: { 200: json('The link', linkSchema), ...errorResponses(404) },
})

const update = createRoute({
  method: 'patch',
  path: ONE,
  operationId: 'updatePaymentLink',
  summary: 'Change, disable or enable a payment link',
  description:
    'Fields that you leave out stay; null removes what is optional. Payments that exist already stay as they are.',
  ...needs('create_payments'),
  request: { params: linkParam, ...jsonBody(linkChangeSchema) },
  responses: { 200: json('The link', linkSchema), ...errorResponses(404, 413, 415) },
})

const image = (type: string, what: string) => ({
  200: { description: what, content: { [type]: { schema: z.string() } } },
  ...errorResponses(404),
})

const codeAsSvg = createRoute({
  method: 'get',
  path: `${ONE}/code.svg`,
  operationId: 'downloadPaymentLinkCodeSvg',
  summary: "A payment link's QR code, as SVG",
  ...needs('read'),
  request: { params: linkParam },
  responses: image('image/svg+xml', 'Black on white, with the border that readers need'),
})

const codeAsPng = createRoute({
  method: 'get',
  path: `${ONE}/code.png`,
  operationId: 'downloadPaymentLinkCodePng',
  summary: "A payment link's QR code, as PNG",
  ...needs('read'),
  request: { params: linkParam },
  responses: image('image/png', 'Sixteen pixels for each module'),
})

const poster = createRoute({
  method: 'get',
  path: `${ONE}/poster.pdf`,
  operationId: 'downloadPaymentLinkPoster',
  summary: "A payment link's poster, to print",
  ...needs('read'),
  request: {
    params: linkParam,
    query: z.strictObject({
      paper: z.enum(['a5', 'a6']).default('a5'),
      language: z.enum(['en', 'zh-Hans', 'zh-Hant']).default('en'),
    }),
  },
  responses: image('application/pdf', 'One page; its letters are outlines, so it needs no font'),
})

/** The merchant's API for payment links. Every route acts for the account of the caller's key. */
export function linksApi(deps: Runtime): Api {
  const api = createApi()
  const show = (link: PaymentLink): z.infer<typeof linkSchema> =>
    linkResource(link, { publicUrl: deps.publicUrl, now: deps.clock.now() })

  api.openapi(create, async (c) => {
    const account = c.get('account')
    const request = newLinkOf(c.req.valid('json'))
    const answer = await withIdempotencyKey(deps, c, async (trx) => {
      refuseNewLink(account, request)
      return { status: 201, body: show(await createLink(trx, acting(deps, c), account, request)) }
    })
    return c.json(answer.body as z.infer<typeof linkSchema>, answer.status)
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const { status, currency } = query
    const page = await readLinks(deps, {
      ...pageOf(query),
      accountId: c.get('account').id,
      currency,
      inState: status && { state: status, now: deps.clock.now() },
    })
    return c.json(listOf(COLLECTION, page.links.map(show), page.hasMore), 200)
  })

  api.openapi(retrieve, async (c) =>
    c.json(show(await own(deps, c.get('account'), c.req.valid('param').payment_link)), 200),
  )

  api.openapi(update, async (c) => {
    const account = c.get('account')
    const { id } = await own(deps, account, c.req.valid('param').payment_link)
    const change = linkChangeOf(c.req.valid('json'))
    refuseForeignReturn(account, change.successUrl, 'success_url')
    const changed = await changeLink(acting(deps, c), id, change)
    switch (changed.kind) {
      case 'changed':
        return c.json(show(changed.link), 200)
      case 'stock-too-small':
        throw new ApiError(
          'invalid_parameter',
          `"stock": ${changed.least} are paid or held already`,
          'stock',
        )
      case 'ends-before-start':
        throw new ApiError('invalid_parameter', '"ends_at": must be after starts_at', 'ends_at')
    }
  })

  api.openapi(codeAsSvg, async (c) => {
    const link = await own(deps, c.get('account'), c.req.valid('param').payment_link)
    return c.body(codeSvg(linkUrl(deps, link)), 200, { 'content-type': 'image/svg+xml' })
  })

  api.openapi(codeAsPng, async (c) => {
    const link = await own(deps, c.get('account'), c.req.valid('param').payment_link)
    return c.body(new Uint8Array(codePng(linkUrl(deps, link))), 200, {
      'content-type': 'image/png',
    })
  })

  api.openapi(poster, async (c) => {
    const account = c.get('account')
    const link = await own(deps, account, c.req.valid('param').payment_link)
    const pdf = drawLinkPoster(deps, { link, account }, c.req.valid('query'))
    return c.body(new Uint8Array(pdf), 200, { 'content-type': 'application/pdf' })
  })

  return api
}

async function own(deps: Runtime, account: Account, id: string): Promise<PaymentLink> {
  const known = parseId('lnk', id)
  const link = known && (await readLink(deps, known))
  if (link?.accountId === account.id) return link
  throw new ApiError('not_found', 'This account has no such payment link')
}
