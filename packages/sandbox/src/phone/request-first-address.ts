/**
 * Sent by a browser that comes back twice from WeChat's authorization itself, with its cookies: the phone, and
 * those that tests drive. The answer then names under it the address to request besides the location.
 */
export const TWICE = 'x-sandbox-twice'

type Fetch = (request: Request) => Promise<Response>
type Ways = { readonly sandbox: Fetch; readonly network: Fetch }

/** Makes a phone come back to a site twice, with the same cookies and at once, where the sandbox says so. */
export function comingBackTwice({ sandbox, network }: Ways): Ways {
  /** What the phone requests besides, by the address at which it comes back. */
  const firsts = new Map<string, string>()
  return {
    async sandbox(request) {
      request.headers.set(TWICE, 'yes')
      const answer = await sandbox(request)
      const [first, location] = [answer.headers.get(TWICE), answer.headers.get('location')]
      if (first !== null && location !== null) firsts.set(withoutFragment(location), first)
      return answer
    },
    network(request) {
      const first = firsts.get(request.url)
      if (first !== undefined && firsts.delete(request.url)) {
        network(new Request(first, request)).then(
          (answer) => answer.body?.cancel(),
          () => undefined,
        )
      }
      return network(request)
    },
  }
}

function withoutFragment(location: string): string {
  const url = new URL(location)
  url.hash = ''
  return url.href
}
