import { answerWithFaults } from '../answers/answer-with-faults.ts'
import { armAmount } from '../answers/arm-scenario.ts'
import type { Endpoint as EndpointName, Occasion } from '../faults/fault.ts'
import type { Notifier } from '../notifications/notifier.ts'
import type { Merchant } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import { authenticate } from '../wire/authenticate.ts'
import type { Endpoint } from '../wire/call.ts'
import { type Progress, journalLine } from '../wire/journal-line.ts'
import { readParameters } from '../wire/read-parameters.ts'
import { Refusal } from '../wire/refusal.ts'
import { sentenceOf } from '../wire/respcd-texts.ts'
import type { Parameters } from '../wire/signing.ts'
import { refusalReply, tooManyRequests, writeReply } from '../wire/write-reply.ts'
import { addNote } from './add-note.ts'
import { close, reversal } from './close.ts'
import { createPayment } from './create-payment.ts'
import { createRefund } from './create-refund.ts'
import { declareCustoms, queryCustoms, redeclareCustoms } from './customs.ts'
import { exchangeOpenid } from './exchange-openid.ts'
import type { Finisher } from './finish-orders.ts'
import { query } from './query.ts'
import { isWithinRate } from './rate-limit.ts'
import { remarkOn } from './remark-on.ts'

type Route = {
  readonly name: EndpointName
  readonly title: string
  readonly methods: readonly string[]
  readonly endpoint: Endpoint
}

/** QFPay's endpoints for a merchant's server. Undefined for a path that is none of them. */
export function createGateway(
  state: State,
  finisher: Finisher,
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
      endpoint: createPayment(state, finisher, notifier),
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
      endpoint: createRefund(state, finisher),
    },
    '/trade/v1/close': {
      name: 'close',
      title: 'Close request',
      methods: ['POST', 'GET'],
      endpoint: close(state, finisher),
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
    '/custom/v1/declare': {
      name: 'customs_declare',
      title: 'Customs declaration',
      methods: ['POST'],
      endpoint: declareCustoms(state),
    },
    '/custom/v1/query': {
      name: 'customs_query',
      title: 'Customs enquiry',
      methods: ['POST', 'GET'],
      endpoint: queryCustoms(state),
    },
    '/custom/v1/redeclare': {
      name: 'customs_redeclare',
      title: 'Customs declaration, again',
      methods: ['POST'],
      endpoint: redeclareCustoms(state),
    },
  }
  return (request) => {
    const { pathname } = new URL(request.url)
    const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined
    return route === undefined ? undefined : serve(state, route, request)
  }
}

async function serve(state: State, route: Route, request: Request): Promise<Response> {
  const progress: Progress = { parameters: {} }
  let status: number | undefined
  try {
    const response = await answer(state, { route, request, progress })
    status = response.status
    return response
  } finally {
    state.journal.append(journalLine(route.title, request, progress, status))
  }
}

type Serving = { readonly route: Route; readonly request: Request; readonly progress: Progress }

async function answer(state: State, { route, request, progress }: Serving): Promise<Response> {
  const refuse = (refusal: Refusal): Response => {
    progress.refusal = refusal
    progress.reply = refusalReply(refusal, state.settings)
    return writeReply(state, progress.reply, progress.merchant)
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
    const remark = remarkOn(route.name, progress.parameters)
    if (remark !== undefined) progress.remark = remark
    if (!isWithinRate(state, merchant.appCode)) return tooManyRequests(state)

    armAmount(state, route.name, merchant.appCode, progress.parameters)
    return await answerWithFaults(state, occasionOf(state, route, progress, merchant), {
      tooManyRequests: () => tooManyRequests(state),
      respond: ({ respcd, resperr = sentenceOf(respcd, state.settings), respmsg }) =>
        writeReply(state, { respcd, resperr: `${resperr} (${respcd})`, respmsg }, merchant),
      work: async () => {
        const { origin } = new URL(request.url)
        try {
          const call = { parameters: withoutEmptyMchid(progress.parameters), merchant, origin }
          progress.reply = await route.endpoint(call)
          return writeReply(state, progress.reply, progress.merchant)
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

/** Clients of QFPay's oldest sample sign and send an empty one. */
function withoutEmptyMchid({ mchid = '', ...rest }: Parameters): Parameters {
  return mchid === '' ? rest : { ...rest, mchid }
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

function wrongMethod(state: State, { methods }: Route): Refusal {
  return new Refusal({
    respcd: state.settings.malformedRespcd,
    rule: 'wrong-method',
    message: `The method must be ${methods.join(' or ')}.`,
    hint: 'See QFPay, API Reference, for the method of each endpoint.',
  })
}
