import type { Settings } from '../http/options.ts'
import { call, incomplete } from '../http/transport.ts'
import { refuseProblems, textProblems } from '../wire/arguments.ts'
import type {
  CustomsDeclaration,
  CustomsRequest,
  DeclareCustomsRequest,
  Raw,
} from '../wire/messages.ts'
import { syssnOf } from '../wire/read-reply.ts'
import { textOf } from '../wire/reply-fields.ts'
import { customsParameters } from '../wire/write-request.ts'

type CustomsEndpoint = '/custom/v1/declare' | '/custom/v1/query' | '/custom/v1/redeclare'

/** In progress: asked about later, and no failure. */
const IN_PROGRESS = ['1143', '1145']

/** QFPay, Customs Declaration: declare, query and declare again. */
export async function askCustoms(
  settings: Settings,
  endpoint: CustomsEndpoint,
  request: CustomsRequest | DeclareCustomsRequest,
): Promise<CustomsDeclaration> {
  refuseProblems(CALLED[endpoint], customsProblems(request))
  const { respcd, fields, raw } = await call(settings, {
    endpoint,
    parameters: customsParameters(request, settings),
    signal: request.signal,
    about: request.about,
    answers: IN_PROGRESS,
  })
  if (IN_PROGRESS.includes(respcd)) return { kind: 'pending', respcd, raw }
  const verified = verifiedBy(fields)
  // Without it nothing says that a declaration is meant: the caller asks again.
  if (verified === undefined) throw incomplete(endpoint, 'who verified the payment')
  return { kind: 'declared', ...verified, respcd, raw }
}

const CALLED = {
  '/custom/v1/declare': 'declareCustoms',
  '/custom/v1/query': 'enquireCustoms',
  '/custom/v1/redeclare': 'redeclareCustoms',
} as const

function customsProblems(request: CustomsRequest | DeclareCustomsRequest): string[] {
  const { syssn, customs } = request
  const number = 'merchantCustomsNumber' in request ? request.merchantCustomsNumber : undefined
  const part = 'part' in request ? request.part : undefined
  const fees = part === undefined ? [] : [part.transportFee, part.productFee]
  return [
    ...textProblems({
      syssn,
      customs,
      merchantCustomsNumber: number,
      subOrderNumber: request.subOrderNumber,
    }),
    ...(fees.every((fee) => Number.isSafeInteger(fee) && fee >= 0)
      ? []
      : ['transportFee and productFee must be whole numbers of fen']),
    ...(part !== undefined && request.subOrderNumber === undefined
      ? ['a part needs its subOrderNumber']
      : []),
  ]
}

function verifiedBy(
  fields: Raw,
): { syssn?: string; verifyDepartment: string; verifyDepartmentTradeId: string } | undefined {
  const verifyDepartment = textOf(fields, 'verify_department')
  const verifyDepartmentTradeId = textOf(fields, 'verify_department_trade_id')
  if (verifyDepartment === undefined || verifyDepartmentTradeId === undefined) return undefined
  const syssn = syssnOf(fields)
  return { verifyDepartment, verifyDepartmentTradeId, ...(syssn !== undefined && { syssn }) }
}
