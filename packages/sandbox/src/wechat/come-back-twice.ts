import { TWICE } from '../phone/request-first-address.ts'
import type { State } from '../state/state.ts'
import { beforeDeadline } from '../system-clock.ts'

/** WeChat's redirect when it requests the callback twice within milliseconds; the browser shows `location`. */
export function comeBackTwice(
  state: State,
  request: Request,
  { first, location }: { readonly first: string; readonly location: string },
): Response {
  const isUpToBrowser = request.headers.has(TWICE)
  if (!isUpToBrowser) void prefetch(state, request, first)
  const headers = { location, ...(isUpToBrowser ? { [TWICE]: first } : {}) }
  return new Response(null, { status: 302, headers })
}

/** What WeChat adds to one of the two addresses. */
export function ticketOf({ mint }: State): readonly string[] {
  return [`uin=${mint.token(12)}`, `key=${mint.token(48)}`, `pass_ticket=${mint.token(64)}`]
}

// In place of the browser, whose cookies nobody else has.
async function prefetch(state: State, request: Request, url: string): Promise<void> {
  const headers = { 'user-agent': request.headers.get('user-agent') ?? '' }
  await beforeDeadline(state.settings.notificationTimeoutMs, async (signal) => {
    const response = await state.fetch(url, { headers, redirect: 'manual', signal })
    await response.body?.cancel()
  }).catch(() => undefined)
}
