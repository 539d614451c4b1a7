import { answerWithFaults } from '../faults/answer-with-faults.ts'
import { armAmount } from '../faults/arm-scenario.ts'
import { type Endpoint as EndpointName, type Occasion } from '../faults/fault.ts'
import { type JournalLine, type SignedText } from '../journal.ts'
import { type Merchant } from '../parties.ts'
import { type State } from '../state.ts'
import { addNote } from './add-note.ts'
import { authenticate, withoutPersonal } from './authenticate.ts'
import { type Endpoint, type Reply } from './call.ts'
import { close, reversal } from './close.ts'
import { createPayment } from './create-payment.ts'
import { createRefund } from './create-refund.ts'
import { exchangeOpenid } from './exchange-openid.ts'
import { type Notifier } from './notifier.ts'
import { pythonJson } from './python-json.ts'
import { query } from './query.ts'
import { isWithinRate } from './rate-limit.ts'
import { readParameters } from './read-parameters.ts'
import { Refusal } from './refusal.ts'
import { RESPCD_TEXTS } from './respcd-texts.ts'
import { type Settlement } from './settlement.ts'
import { type Parameters, sign } from './signing.ts'

type Route = {
  readonly name: EndpointName
  readonly title: string
  readonly methods: readonly string[]
  readonly endpoint: Endpoint
}

/** QFPay's endpoints for a merchant's server. Undefined for a path that is none of them. */
export function createGateway(
  state: State,
  settlement: Settlement,
  notifier: Notifier,
): (request: Request) => Promise<Response> | undefined {
  const routes: Readonly<Record<string, Route>> = {
    '/tool/v1/get_weixin_openid': {
      name: 'get_weixin_openid',
      title: 'Openid for a code',
      methods: ['GET', 'POST'],
      endpoint: exchangeOpenid(state),
    },
    '/trade/v1/payment': {
      name: 'payment',
      title: 'Payment request',
      methods: ['POST'],
      endpoint: createPayment(state, settlement, notifier),
    },
    '/trade/v1/query': {
      name: 'query',
      title: 'Enquiry',
      methods: ['POST', 'GET'],
      endpoint: query(state),
    },
    '/trade/v1/refund': {
      name: 'refund',
      title: 'Refund request',
      methods: ['POST'],
      endpoint: createRefund(state, settlement),
    },
    '/trade/v1/close': {
      name: 'close',
      title: 'Close request',
      methods: ['POST', 'GET'],
      endpoint: close(state),
    },
    '/trade/v1/reversal': {
      name: 'reversal',
      title: 'Reversal request',
      methods: ['POST', 'GET'],
      endpoint: reversal(state),
    },
    '/trade/v1/add_note': {
      name: 'add_note',
      title: 'Note',
      methods: ['POST'],
      endpoint: addNote(state),
    },
  }
  return (request) => {
    const { pathname } = new URL(request.url)
    const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined
    return route === undefined ? undefined : serve(state, route, request)
  }
}

/** What is known of a request so far; the journal's line is made of it whatever happens. */
type Progress = {
  parameters: Parameters
  merchant?: Merchant
  signed?: SignedText
  refusal?: Refusal
  reply?: Reply
}

async function serve(state: State, route: Route, request: Request): Promise<Response> {
  const progress: Progress = { parameters: {} }
  let status: number | undefined
  try {
    const response = await answer(state, { route, request, progress })
    status = response.status
    return response
  } finally {
    state.journal.append(lineOf(route, request, progress, status))
  }
}

type Serving = { readonly route: Route; readonly request: Request; readonly progress: Progress }

async function answer(state: State, { route, request, progress }: Serving): Promise<Response> {
  const refuse = (refusal: Refusal): Response => {
    progress.refusal = refusal
    return write(state, refusalReply(refusal), progress)
  }
  try {
    if (!route.methods.includes(request.method)) throw wrongMethod(state, route)
    progress.parameters = await readParameters(request, state.settings)
    const { merchant, signed } = authenticate(state, progress.parameters, {
      appCode: request.headers.get('x-qf-appcode') ?? '',
      signature: request.headers.get('x-qf-sign') ?? '',
      signType: request.headers.get('x-qf-signtype') ?? '',
    })
    Object.assign(progress, { merchant, signed })
    if (!isWithinRate(state, merchant.appCode)) return tooManyRequests(state)

    armAmount(state, route.name, merchant.appCode, progress.parameters)
    return await answerWithFaults(state, occasionOf(state, route, progress, merchant), {
      tooManyRequests: () => tooManyRequests(state),
      respond: (respcd, respmsg) =>
        write(
          state,
          { respcd, resperr: `${RESPCD_TEXTS[respcd] ?? 'unknown'} (${respcd})`, respmsg },
          progress,
        ),
      work: async () => {
        const { origin } = new URL(request.url)
        try {
          const call = { parameters: progress.parameters, merchant, origin }
          progress.reply = await route.endpoint(call)
          return write(state, progress.reply, progress)
        } catch (error) {
          if (error instanceof Refusal) return refuse(error)
          throw error
        }
      },
    })
  } catch (error) {
    if (error instanceof Refusal) return refuse(error)
    throw error
  }
}

function occasionOf(
  state: State,
  { name }: Route,
  { parameters }: Progress,
  { appCode }: Merchant,
): Occasion {
  const numbers = (parameters['out_trade_no'] ?? '').split(',')
  const named = (parameters['syssn'] ?? '')
    .split(',')
    .map((syssn) => state.orders.bySyssn(appCode, syssn)?.outTradeNo ?? '')
  return {
    endpoint: name,
    appCode,
    orders: [...numbers, ...named].filter((number) => number !== ''),
  }
}

/** A reply as QFPay sends it: Python's JSON, signed over its bytes once the merchant is known. */
function write(state: State, reply: Reply, { merchant }: Progress): Response {
  const body = pythonJson(reply)
  return new Response(body, {
    status: reply['respcd'] === '0000' ? 200 : state.settings.businessErrorStatus,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'x-powered-by': 'QF/1.1',
      ...(merchant === undefined ? {} : { 'x-qf-sign': sign(body, merchant.clientKey) }),
      ...(state.settings.declareSignType ? { 'x-qf-signtype': 'MD5' } : {}),
    },
  })
}

function tooManyRequests(state: State): Response {
  return new Response(pythonJson({ error: 'too many requests' }), {
    status: 429,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'retry-after': String(state.settings.retryAfterSeconds),
    },
  })
}

const MAX_RESPERR = 128

function refusalReply({ respcd, respmsg, message }: Refusal): Reply {
  const text = respcd === '1108' && message === 'The signature is wrong.' ? '簽名錯誤' : message
  const ending = ` (${respcd})`
  return { resperr: text.slice(0, MAX_RESPERR - ending.length) + ending, respcd, respmsg }
}

function wrongMethod(state: State, { methods }: Route): Refusal {
  return new Refusal({
    respcd: state.settings.malformedRespcd,
    rule: 'wrong-method',
    message: `The method must be ${methods.join(' or ')}.`,
    hint: 'See QFPay, API Reference, for the method of each endpoint.',
  })
}

function lineOf(
  { title }: Route,
  request: Request,
  progress: Progress,
  status: number | undefined,
): JournalLine {
  const { origin, pathname } = new URL(request.url)
  const { parameters, refusal } = progress
  const signed = progress.signed ?? refusal?.signed
  const orderId = parameters['out_trade_no']
  const payType = parameters['pay_type']
  return {
    kind: 'gateway',
    step: payType === undefined || title !== 'Payment request' ? title : `${title} ${payType}`,
    method: request.method,
    url: origin + pathname,
    request: withoutPersonal(parameters),
    ...(status === undefined ? {} : { status }),
    ...responseOf(progress),
    ...(signed === undefined ? {} : { signed }),
    ...problemOf(progress, status),
    ...(orderId === undefined ? {} : { orderId }),
  }
}

function responseOf({ reply, refusal }: Progress): { readonly response?: unknown } {
  const response = reply ?? (refusal === undefined ? undefined : refusalReply(refusal))
  return response === undefined ? {} : { response }
}

function problemOf(
  { refusal }: Progress,
  status: number | undefined,
): Pick<JournalLine, 'problem'> {
  if (refusal !== undefined) return { problem: refusal.problem }
  if (status !== 429) return {}
  return {
    problem: {
      rule: 'too-many-requests',
      message: 'The merchant sends more than 100 requests a second or 400 a minute.',
      hint: 'Pause and go on more slowly; ask for many orders in one enquiry.',
    },
  }
}
