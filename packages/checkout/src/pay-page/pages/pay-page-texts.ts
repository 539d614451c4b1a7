import type { PaidTwiceView, ProblemView, QrView, UnpaidView, UnsuccessfulView } from './view.ts'

type Words = { readonly title: string; readonly text: string }
type OfMerchant = (merchant: string) => string
type OfAmount = (amount: string) => string

/** What the payer's pages say, in one language. */
export type PayPageTexts = {
  readonly reference: string
  readonly wechatPay: string
  readonly payBefore: (time: string) => string
  readonly languages: string
  readonly qr: Readonly<Record<QrView['reason'], string>> & {
    readonly title: string
    readonly code: string
    readonly waiting: string
    readonly samePhone: string
    readonly copy: string
    readonly copied: string
    readonly notCopied: string
    readonly openWechat: string
  }
  readonly launch: Words & {
    readonly pay: OfAmount
    readonly canceled: string
    readonly failed: string
    readonly again: string
    readonly unavailable: string
    readonly saidByWechat: string
    readonly noScript: string
  }
  readonly passing: Words & { readonly onward: string }
  readonly confirming: Words & { readonly slow: string; readonly again: string }
  readonly unpaid: Readonly<Record<UnpaidView['kind'], Words>> & {
    readonly justPaid: string
    readonly again: string
    readonly check: string
  }
  readonly held: { readonly title: string; readonly text: OfMerchant; readonly advice: OfMerchant }
  readonly succeeded: {
    readonly title: string
    readonly paidAt: string
    readonly leaving: OfMerchant
    readonly stay: string
    readonly partBack: OfAmount
    readonly partOnItsWay: OfAmount
    readonly refunded: Words
    readonly refunding: Words
  }
  readonly paidTwice: Readonly<Record<PaidTwiceView['moneyBack'], string>> & {
    readonly title: string
  }
  readonly unsuccessful: Readonly<Record<UnsuccessfulView['status'], Words>> & {
    readonly ask: OfMerchant
    readonly again: string
    readonly late: OfMerchant
    readonly 'on-its-way': string
    readonly refunded: string
  }
  readonly back: OfMerchant
  readonly problem: Readonly<Record<ProblemView['problem'], Words>> & {
    readonly retry: string
    readonly supportId: string
  }
  readonly stale: string
  readonly reload: string
}
