import { Webhook } from 'standardwebhooks'

/** Where Tael tells this shop what happens to its payments. */
export const WEBHOOKS_PATH = '/webhooks/tael'

/** What a webhook is about: a shop's own number of the order. */
type Told = { readonly data?: { readonly payment?: { readonly reference?: string } } }

/**
 * The order that Tael tells of; undefined where this is no webhook of Tael's. The signature is over the
 * bytes as they came, and old ones are refused with the wrong ones.
 */
export function orderTold(
  secret: string,
  request: { readonly body: string; readonly headers: Headers },
): { readonly id: string | undefined } | undefined {
  try {
    const told = new Webhook(secret).verify(
      request.body,
      Object.fromEntries(request.headers),
    ) as Told
    return { id: told.data?.payment?.reference }
  } catch {
    return undefined
  }
}
