import { askTael, fetchFromTael, type Language, type Tael } from '@tael-examples/common'

export const CUPS = 500

/** What this example reads of a payment link. */
export type Campaign = {
  readonly id: string
  /** What the code on the poster says. */
  readonly url: string
  /** How many have paid, and how much together, in cents. */
  readonly paid: number
  readonly amount_paid: number
}

/** One cup of tea for everybody who likes, five hundred in all. The key makes it once, however often we ask. */
export function createCampaign(tael: Tael): Promise<Campaign> {
  return askTael(tael, '/v1/payment_links', {
    key: 'charity-tea-2026',
    body: {
      title: 'Charity tea 慈善茶',
      currency: 'HKD',
      amount: 5800,
      stock: CUPS,
      success_url: `${tael.publicUrl}/`,
      success_message: 'Show this at the tea stall 請向茶檔出示',
    },
  })
}

export function readCampaign(tael: Tael, id: string): Promise<Campaign> {
  return askTael(tael, `/v1/payment_links/${id}`)
}

/** A page to print, in A5. */
export function fetchPoster(tael: Tael, id: string, language: Language): Promise<Response> {
  return fetchFromTael(tael, `/v1/payment_links/${id}/poster.pdf?paper=a5&language=${language}`)
}

/** The bare code, for a screen. */
export function fetchCode(tael: Tael, id: string): Promise<Response> {
  return fetchFromTael(tael, `/v1/payment_links/${id}/code.svg`)
}
