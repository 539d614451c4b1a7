import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { DAY_MS } from '../durations.ts'
import type { FaultInput } from '../faults/fault.ts'
import { isLoopbackName } from '../loopback.ts'
import type { Journal } from '../state/journal.ts'
import type { Ledger } from '../state/ledger.ts'
import type { RsaKeys } from '../state/pay-sign.ts'
import type { SettingsInput } from '../state/settings.ts'
import type { Wallet } from '../wechat/wallet.ts'
import { ControlError } from './control-error.ts'
import type { AuthorizeRequest, Control, Parties, ScenarioRequest } from './control.ts'
import { journalStream } from './journal-stream.ts'
import { readJson } from './read-json.ts'

/** What the control API controls. */
export type Controlled = {
  readonly control: Control
  readonly wallet: Wallet
  readonly clock: Clock
  readonly journal: Journal
  readonly ledger: Ledger
  readonly rsa: RsaKeys
  readonly reset: () => void
}

const MAX_BODY_BYTES = 64 * 1024
const MAX_ADVANCE_MS = 400 * DAY_MS
const advanceSchema = z.strictObject({ advanceMs: z.number().min(0).max(MAX_ADVANCE_MS) })
const payerSchema = z.strictObject({ payer: z.string().optional(), appCode: z.string().optional() })
const portalRefundSchema = z.strictObject({
  amount: z.int().min(1).optional(),
  appCode: z.string().optional(),
  refundNumber: z.string().min(1).max(128).optional(),
})
const openSchema = z.strictObject({
  payParams: z.unknown(),
  pageUrl: z.string(),
  payer: z.string(),
  profile: z.string(),
})
const decideSchema = z.strictObject({
  sheetId: z.string(),
  decision: z.enum(['pay', 'cancel', 'fail']),
})
const configSchema = z.strictObject({
  appId: z.string(),
  timestamp: z.union([z.string(), z.number()]),
  nonceStr: z.string(),
  signature: z.string(),
  pageUrl: z.string(),
  jsApiList: z.array(z.string()).default([]),
})
const idSchema = z.coerce.number().int().min(1)

/**
 * The sandbox's own API under `/_sandbox`, for tests and tools in any language.
 *
 * Passes a body to the control unparsed, under the type that it should have: the control checks its input
 * itself, for callers in process as well.
 */
export function createControlApi(controlled: Controlled): (request: Request) => Promise<Response> {
  const { control, wallet, clock, journal, ledger } = controlled
  const api = new Hono()
  const time = (): Response => {
    const waiting = control.notifications
      .list()
      .flatMap(({ nextAttemptAt }) => (nextAttemptAt === undefined ? [] : [nextAttemptAt]))
    return Response.json({
      now: new Date(clock.now()).toISOString(),
      nextNotificationAt:
        waiting.length === 0 ? null : new Date(Math.min(...waiting)).toISOString(),
    })
  }

  api.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => answer(tooLarge()) }))
  api.use(async (context, next) => {
    refuseForeignOrigin(context.req.raw)
    await next()
  })

  api.get('/clock', () => time())
  api.post('/clock', async ({ req }) => {
    const { advanceMs } = advanceSchema.parse(await readJson(req.raw))
    journal.append({ kind: 'control', step: `The clock moves on by ${advanceMs / 1000} s` })
    await clock.advance(advanceMs)
    return time()
  })

  partyRoutes(api, '/merchants', control.merchants)
  partyRoutes(api, '/payers', control.payers)
  partyRoutes(api, '/official-accounts', control.officialAccounts)

  api.get('/settings', () => Response.json(control.settings.get()))
  api.patch('/settings', async ({ req }) =>
    Response.json(control.settings.change((await readJson(req.raw)) as SettingsInput)),
  )

  api.get('/orders', () => list(control.orders.list()))
  api.get('/orders/:number', ({ req }) =>
    Response.json(
      control.orders.get({ outTradeNo: req.param('number'), appCode: req.query('appCode') }),
    ),
  )
  for (const decision of ['pay', 'cancel', 'fail'] as const) {
    api.post(`/orders/:number/${decision}`, async ({ req }) => {
      const asked = payerSchema.parse(await readJson(req.raw))
      const outTradeNo = req.param('number')
      return Response.json(await control.orders[decision]({ outTradeNo, ...asked }))
    })
  }
  api.post('/orders/:number/refund', async ({ req }) => {
    const asked = portalRefundSchema.parse(await readJson(req.raw))
    const refund = await control.orders.refund({ outTradeNo: req.param('number'), ...asked })
    return Response.json(refund, { status: 201 })
  })
  api.get('/pay-sign-key', () => {
    const pem = controlled.rsa().publicKey.export({ type: 'spki', format: 'pem' })
    return new Response(pem, { headers: { 'content-type': 'application/x-pem-file' } })
  })
  api.post('/authorize', async ({ req }) =>
    Response.json(control.authorize((await readJson(req.raw)) as AuthorizeRequest)),
  )

  api.get('/faults', () => list(control.faults.list()))
  api.post('/faults', async ({ req }) =>
    Response.json(control.faults.add((await readJson(req.raw)) as FaultInput), { status: 201 }),
  )
  api.delete('/faults', () => {
    control.faults.clear()
    return list([])
  })
  api.delete('/faults/:id', ({ req }) => {
    control.faults.remove(idSchema.parse(req.param('id')))
    return list(control.faults.list())
  })
  api.get('/scenarios', () => list(control.scenarios.list()))
  api.post('/scenarios', async ({ req }) =>
    list(control.scenarios.arm((await readJson(req.raw)) as ScenarioRequest)),
  )

  api.get('/notifications', () => list(control.notifications.list()))
  api.post('/notifications/:id/redeliver', async ({ req }) =>
    Response.json(await control.notifications.redeliver(idSchema.parse(req.param('id')))),
  )

  api.get('/journal', ({ req }) => list(journal.list({ after: afterOf(req.query('after')) })))
  api.get('/journal/stream', (c) =>
    journalStream(c, journal, {
      after: afterOf(c.req.header('last-event-id') ?? c.req.query('after')),
      newest: c.req.query('newest') === undefined ? undefined : afterOf(c.req.query('newest')),
    }),
  )
  api.get('/ledger', () => list(ledger.list()))
  api.post('/reset', () => {
    controlled.reset()
    return Response.json({ now: new Date(clock.now()).toISOString() })
  })

  api.post('/wallet/open', async ({ req }) => {
    const { payParams, ...rest } = openSchema.parse(await readJson(req.raw))
    return Response.json(wallet.open({ payParams, ...rest }))
  })
  api.post('/wallet/decide', async ({ req }) =>
    Response.json(await wallet.decide(decideSchema.parse(await readJson(req.raw)))),
  )
  api.post('/wallet/config', async ({ req }) =>
    Response.json(wallet.config(configSchema.parse(await readJson(req.raw)))),
  )

  api.all('*', ({ req }) => {
    throw new ControlError({
      status: 404,
      code: 'no_such_path',
      message: `${req.method} ${req.path} is not part of the control API.`,
      hint: 'The README of @tael/sandbox lists the control API.',
    })
  })
  api.onError((error) => answer(error))
  const root = new Hono().route('/_sandbox', api)
  // Other errors go to the server: a cut connection, a fault of ours.
  root.onError((error) => {
    throw error
  })
  return (request) => Promise.resolve(root.fetch(request))
}

function list(data: readonly unknown[]): Response {
  return Response.json({ object: 'list', data })
}

function partyRoutes<Input>(api: Hono, path: string, parties: Parties<Input, unknown>): void {
  api.get(path, () => list(parties.list()))
  api.post(path, async ({ req }) =>
    Response.json(parties.put((await readJson(req.raw)) as Input), { status: 201 }),
  )
}

// A page of another site may send to this machine too; accept only pages of this machine.
function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  if (request.method === 'GET' || origin === null || isLoopbackOrigin(origin)) return
  throw new ControlError({
    status: 403,
    code: 'foreign_origin',
    message: `A page of ${origin} may not control the sandbox.`,
    hint: 'Control it from this machine: a test, a tool, or a page on localhost.',
  })
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopbackName(new URL(origin).hostname)
}

function afterOf(text: string | undefined): number {
  return z.coerce
    .number()
    .int()
    .min(0)
    .parse(text ?? 0)
}

function answer(error: Error): Response {
  const { status, code, message, hint } =
    error instanceof z.ZodError ? invalid(error) : known(error)
  return Response.json({ error: { code, message, hint } }, { status })
}

function known(error: Error): ControlError {
  if (error instanceof ControlError) return error
  throw error
}

function invalid(error: z.ZodError): ControlError {
  return new ControlError({
    status: 400,
    code: 'invalid_request',
    message: error.issues
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
      .join('; '),
    hint: 'The README of @tael/sandbox shows each request.',
  })
}

function tooLarge(): ControlError {
  return new ControlError({
    status: 413,
    code: 'body_too_large',
    message: `The body is larger than ${MAX_BODY_BYTES} bytes.`,
    hint: 'Send less.',
  })
}
