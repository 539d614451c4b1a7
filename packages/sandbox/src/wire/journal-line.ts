import type { JournalLine, Problem, SignedText } from '../state/journal.ts'
import type { Merchant } from '../state/parties.ts'
import { withoutPersonal } from './authenticate.ts'
import type { Reply } from './call.ts'
import type { Refusal } from './refusal.ts'
import type { Parameters } from './signing.ts'

/** What is known of a request so far; the journal's line is made of it whatever happens. */
export type Progress = {
  parameters: Parameters
  merchant?: Merchant
  signed?: SignedText
  refusal?: Refusal
  reply?: Reply
  remark?: Problem
}

/** What the journal keeps of a request. */
export function journalLine(
  title: string,
  request: Request,
  progress: Progress,
  status: number | undefined,
): JournalLine {
  const { origin, pathname } = new URL(request.url)
  const { parameters, refusal, remark, reply } = progress
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
    ...(reply === undefined ? {} : { response: reply }),
    ...(signed === undefined ? {} : { signed }),
    ...problemOf(progress, status),
    ...(remark === undefined ? {} : { remark }),
    ...(orderId === undefined ? {} : { orderId }),
  }
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
      hint: 'Pause and continue more slowly; ask for many orders in one enquiry.',
    },
  }
}
