import type { Problem, SignedText } from '../journal.ts'

/** A request that the gateway does not grant: the code for the merchant, the rule for the journal. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly respcd: string
  readonly respmsg: string
  readonly problem: Problem
  readonly signed: SignedText | undefined

  constructor({ respcd, respmsg = '', signed, rule, message, hint }: Problem & RefusalCode) {
    super(message)
    this.respcd = respcd
    this.respmsg = respmsg
    this.signed = signed
    this.problem = { rule, message, hint }
  }
}

type RefusalCode = {
  readonly respcd: string
  /** QFPay's technical remark, where production is known to send one. */
  readonly respmsg?: string
  /** When it is the signature that was refused. */
  readonly signed?: SignedText
}

/** 1104 for one parameter. */
export function badParameter(rule: string, message: string, hint: string): Refusal {
  return new Refusal({ respcd: '1104', rule, message, hint })
}
