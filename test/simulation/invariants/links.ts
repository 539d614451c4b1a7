import type { LedgerEntry } from '@tael/sandbox'
import type { Row } from '../../../packages/checkout/test/support/sessions.ts'
import { isInReview, isPaidAlong, paymentOf, type Books } from './books.ts'

/** What a link counts is what became of its payments, and never more than its stock. */
export function linksAgree(books: Books): readonly string[] {
  return books.links.flatMap((link) => {
    const own = paymentsOf(books, link)
    const paid = own.filter((payment) => payment['status'] === 'succeeded')
    const held = own.filter((payment) => ['created', 'pending'].includes(String(payment['status'])))
    const counted = {
      payments: own.length,
      held: held.length,
      paid: paid.length,
      paid_amount: paid.reduce((sum, payment) => sum + Number(payment['amount']), 0),
    }
    const wrong = Object.entries(counted)
      .filter(([column, count]) => Number(link[column]) !== count)
      .map(
        ([column, count]) =>
          `${String(link['id'])} counts ${String(link[column])} ${column} of ${count}`,
      )
    return held.length + paid.length > Number(link['stock'])
      ? [
          ...wrong,
          `${String(link['id'])} holds ${held.length} and sold ${paid.length} of ${String(link['stock'])}`,
        ]
      : wrong
  })
}

/** By the gateway's ledger: where a link serves each payer once, it keeps money from them once. */
export function payersServedOnce(books: Books): readonly string[] {
  return books.links
    .filter((link) => link['once_per_payer'] === true)
    .flatMap((link) => {
      const own = paymentsOf(books, link).filter(
        (payment) => !isInReview(books, payment) && !isPaidAlong(payment),
      )
      const keptFrom = own.flatMap((payment) => {
        const [payer] = keptCharges(books, payment)
        return payer === undefined ? [] : [payer]
      })
      return [...new Set(keptFrom)]
        .filter((payer) => keptFrom.filter((one) => one === payer).length > 1)
        .map((payer) => `${String(link['id'])} was paid twice by ${payer}, and keeps both`)
    })
}

function paymentsOf({ payments }: Books, link: Row): readonly Row[] {
  return payments.filter((payment) => payment['link_id'] === link['id'])
}

/** Who paid for it, of the charges that were not refunded. */
function keptCharges(books: Books, payment: Row): readonly string[] {
  const isOfIt = ({ paymentOutTradeNo }: LedgerEntry): boolean =>
    paymentOf(books, paymentOutTradeNo)?.['id'] === payment['id']
  return books.charges
    .filter(isOfIt)
    .filter(({ outTradeNo, amount }) => {
      const back = books.returns
        .filter(({ paymentOutTradeNo }) => paymentOutTradeNo === outTradeNo)
        .reduce((sum, entry) => sum + entry.amount, 0)
      return back < amount
    })
    .map(({ payer }) => payer)
}
