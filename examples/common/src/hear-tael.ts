import { Webhook } from 'standardwebhooks'

/** Where Tael tells this site what happens to its payments. */
export const WEBHOOKS_PATH = '/webhooks/tael'

/** What a webhook is about: a site's own number of the order. */
type Told = { readonly data?: { readonly payment?: { readonly reference?: string } } }

/**
 * The reference that Tael tells of; undefined where this is no webhook of Tael's. The signature is over the
 * bytes as they came, and old ones are refused with the wrong ones.
 */
export function referenceTold(
  secret: string,
  request: { readonly body: string; readonly headers: Headers },
): { readonly reference: string | undefined } | undefined {
  try {
    const told = new Webhook(secret).verify(
      request.body,
      Object.fromEntries(request.headers),
    ) as Told
    return { reference: told.data?.payment?.reference }
  } catch {
    return undefined
  }
}
