import type { Problem, SignedText } from '../state/journal.ts'

/** A request that the gateway does not grant: the code for the merchant, the rule for the journal. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly respcd: string
  readonly resperr: string | undefined
  readonly respmsg: string
  readonly problem: Problem
  readonly signed: SignedText | undefined

  constructor({
    respcd,
    resperr,
    respmsg = '',
    signed,
    rule,
    message,
    hint,
  }: Problem & RefusalCode) {
    super(message)
    this.respcd = respcd
    this.resperr = resperr
    this.respmsg = respmsg
    this.signed = signed
    this.problem = { rule, message, hint }
  }
}

type RefusalCode = {
  readonly respcd: string
  /** What QFPay says, where it is not the sentence that it has for the code. */
  readonly resperr?: string
  /** QFPay's technical remark, where production is known to send one. */
  readonly respmsg?: string
  /** When it is the signature that was refused. */
  readonly signed?: SignedText
}

/** 1104 for one parameter. */
export function badParameter(rule: string, message: string, hint: string): Refusal {
  return new Refusal({ respcd: '1104', resperr: shortened(message), rule, message, hint })
}

const MAX_RESPERR = 120

/** Our own explanation as `resperr`, where QFPay's is not known. */
export function shortened(message: string): string {
  return message.slice(0, MAX_RESPERR)
}
