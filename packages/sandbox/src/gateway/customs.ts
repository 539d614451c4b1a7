import type { CustomsDeclaration } from '../state/customs-declarations.ts'
import type { Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import type { Call, Endpoint, Reply } from '../wire/call.ts'
import { optional, required } from '../wire/read-fields.ts'
import { badParameter, Refusal } from '../wire/refusal.ts'
import type { Parameters } from '../wire/signing.ts'
import { findOrder } from './find-order.ts'

/** `POST /custom/v1/declare`: tells a customs office of a payment, or of a part of it. */
export function declareCustoms(state: State): Endpoint {
  return (call) => {
    const { parameters } = call
    const payment = findPaid(state, call)
    const number = required(parameters, 'mch_customs_no', 20)
    const part = readPart(parameters)
    const key = keyOf(payment, parameters)
    const earlier = state.customs.get(key)
    const action = optional(parameters, 'action_type', 6) || 'ADD'
    if (!['ADD', 'MODIFY'].includes(action)) {
      throw badParameter(
        'action-type',
        'action_type is not ADD or MODIFY.',
        'Leave it out, or send one of them.',
      )
    }
    if (action === 'MODIFY' && earlier === undefined) throw notDeclared()
    if (action === 'ADD' && earlier !== undefined) return replyOf(state, earlier)
    checkParts(state, payment, { key, amount: part?.amount })
    const declaration: CustomsDeclaration = {
      payment,
      customs: required(parameters, 'customs', 20),
      number,
      ...(part === undefined ? {} : { part }),
      declaredAt: state.clock.now(),
    }
    state.customs.set(key, declaration)
    return replyOf(state, declaration)
  }
}

/** `POST` or `GET /custom/v1/query`: the result of a declaration. */
export function queryCustoms(state: State): Endpoint {
  return (call) => replyOf(state, findDeclaration(state, call))
}

/** `POST /custom/v1/redeclare`: sends a declaration again, if the office has lost it. */
export function redeclareCustoms(state: State): Endpoint {
  return (call) => {
    const declaration = findDeclaration(state, call)
    required(call.parameters, 'mch_customs_no', 20)
    declaration.declaredAt = state.clock.now()
    return replyOf(state, declaration)
  }
}

function findDeclaration(state: State, call: Call): CustomsDeclaration {
  const declaration = state.customs.get(keyOf(findPaid(state, call), call.parameters))
  if (declaration === undefined) throw notDeclared()
  return declaration
}

function findPaid(state: State, call: Call): Payment {
  const { parameters } = call
  if (required(parameters, 'trade_type', 10) !== 'weixin') {
    throw badParameter(
      'trade-type',
      'trade_type is not weixin.',
      'WeChat payments are declared as weixin.',
    )
  }
  const order = findOrder(state, call, { syssn: required(parameters, 'syssn', 128) })
  if (order.kind === 'payment' && order.status === 'paid') return order
  throw new Refusal({
    respcd: '1261',
    rule: 'customs-of-an-unpaid-order',
    message: 'The order is not a paid payment.',
    hint: 'Declare a payment whose own respcd is 0000 in an enquiry.',
  })
}

/** One declaration for each office, and for each part of a payment that is split. */
function keyOf({ syssn }: Payment, parameters: Parameters): string {
  return [
    syssn,
    required(parameters, 'customs', 20),
    optional(parameters, 'sub_order_no', 64),
  ].join('\n')
}

const PART = ['sub_order_no', 'fee_type', 'order_fee', 'transport_fee', 'product_fee']

function readPart(parameters: Parameters): CustomsDeclaration['part'] {
  if (PART.every((name) => (parameters[name] ?? '') === '')) return undefined
  const subOrderNo = required(parameters, 'sub_order_no', 64)
  const [amount = 0, transport = 0, product = 0] = [
    'order_fee',
    'transport_fee',
    'product_fee',
  ].map((name) => readFee(parameters, name))
  if (required(parameters, 'fee_type', 3) !== 'CNY') {
    throw badParameter(
      'fee-type',
      'fee_type is not CNY.',
      'The customs of the mainland count in CNY.',
    )
  }
  if (amount !== transport + product) {
    throw badParameter(
      'order-fee',
      `order_fee ${amount} is not transport_fee ${transport} and product_fee ${product} together.`,
      'Send all three in fen.',
    )
  }
  return { subOrderNo, amount }
}

function readFee(parameters: Parameters, name: string): number {
  const text = required(parameters, name, 11)
  if (/^(0|[1-9]\d*)$/.test(text)) return Number(text)
  throw badParameter(
    `${name}-not-whole`,
    `${name} is not a whole number.`,
    'Send fen, as digits only.',
  )
}

function checkParts(
  state: State,
  payment: Payment,
  { key, amount }: { readonly key: string; readonly amount: number | undefined },
): void {
  if (amount === undefined || payment.currency !== 'CNY') return
  const others = [...state.customs]
    .filter(([other, { payment: of }]) => of === payment && other !== key)
    .reduce((sum, [, { part }]) => sum + (part?.amount ?? 0), 0)
  if (others + amount <= payment.amount) return
  throw badParameter(
    'parts-above-payment',
    `The parts come to ${others + amount}, and ${payment.amount} was paid.`,
    'Parts of a payment never come to more than it.',
  )
}

function replyOf({ clock, settings }: State, declaration: CustomsDeclaration): Reply {
  const { payment, customs, number, part, declaredAt } = declaration
  const isDone = clock.now() - declaredAt >= settings.customsTakeMs
  return {
    respcd: isDone ? '0000' : '1145',
    resperr: isDone ? 'success' : 'in progress',
    respmsg: '',
    trade_type: 'weixin',
    syssn: payment.syssn,
    out_trade_no: payment.outTradeNo,
    customs,
    mch_customs_no: number,
    ...(part === undefined ? {} : { sub_order_no: part.subOrderNo }),
    ...(isDone
      ? { verify_department: 'NETSUNION', verify_department_trade_id: payment.chnlsn }
      : {}),
  }
}

function notDeclared(): Refusal {
  return new Refusal({
    respcd: '1268',
    rule: 'customs-not-declared',
    message: 'The payment has no such declaration.',
    hint: 'Declare it first; customs and sub_order_no tell declarations of one payment apart.',
  })
}
