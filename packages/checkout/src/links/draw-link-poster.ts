import type { Account } from '../accounts/account.ts'
import { displayAmount } from '../language/display-amount.ts'
import type { Language } from '../language/language.ts'
import { writePdf } from '../posters/pdf.ts'
import { drawPoster, type Paper } from '../posters/poster.ts'
import { linkUrl } from './link-address.ts'
import { isFixed, type PaymentLink } from './payment-link.ts'

export type PosterChoice = { readonly paper: Paper; readonly language: Language }

/** The poster of a link, as PDF. */
export function drawLinkPoster(
  { publicUrl }: { readonly publicUrl: string },
  { link, account }: { readonly link: PaymentLink; readonly account: Account },
  { paper, language }: PosterChoice,
): Buffer {
  const amount = isFixed(link) ? displayAmount(link.minAmount, link.currency) : undefined
  const url = linkUrl({ publicUrl }, link)
  const { title } = link
  const page = drawPoster({ merchant: account.name, title, amount, url, language }, paper)
  return writePdf(page, `${title} · ${account.name}`)
}
