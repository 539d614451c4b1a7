import type { PaymentLink } from './payment-link.ts'

/** The page where its payers begin. */
export function linkPath(
  { basePath }: { readonly basePath: string },
  { slug }: Pick<PaymentLink, 'slug'>,
): string {
  return `${basePath}/l/${slug}`
}

/** The whole address: what its QR code says. */
export function linkUrl(
  { publicUrl }: { readonly publicUrl: string },
  { slug }: Pick<PaymentLink, 'slug'>,
): string {
  return `${publicUrl}/l/${slug}`
}
