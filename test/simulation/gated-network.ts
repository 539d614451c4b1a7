import type { Faults, RequestFault } from './faults.ts'
import { INJECTED } from './gated-database.ts'
import type { Owner, Schedule } from './schedule.ts'

/** The sender: one of our processes, which may die on the way, or somebody else. */
export type Sender = { readonly owner: Owner; readonly kill?: () => void }

/** A request, whole, as it left; and its answer, as it came back. */
export type Sent = {
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: string
}
export type Answered = { readonly status: number; readonly headers: Headers; readonly body: string }

/** What the network reports to those who watch it. */
export type Watcher = {
  /** As a process sends it, before anything can befall it. */
  readonly departed: (sender: Sender, request: Sent) => Promise<void>
  /** As the caller gets it. */
  readonly answered: (sender: Sender, request: Sent, answer: Answered) => void
}

/** The way between all servers; requests and answers are steps of the schedule. */
export type GatedNetwork = {
  readonly fetchFor: (sender: Sender) => typeof fetch
}

const THE_WAY: Owner = { name: 'network', isDead: false }

export function createGatedNetwork(deps: {
  readonly schedule: Schedule
  readonly faults: Faults
  readonly watcher: Watcher
  /** Answers at an origin; rejects when nobody listens there or the connection breaks. */
  readonly route: (request: Sent) => Promise<Answered>
}): GatedNetwork {
  const { schedule, faults, watcher, route } = deps

  async function travel(sender: Sender, sent: Sent): Promise<Answered> {
    const { owner } = sender
    await watcher.departed(sender, sent)
    const fault = faults.request({ isOurs: sender.kill !== undefined })
    await schedule.pass(owner, `${sent.method} ${sent.url.pathname}${noted(fault)}`)
    if (fault === 'crash-before') return die(sender)
    if (fault === 'refused') throw refused()
    if (fault === 'request-lost') throw broken()
    if (fault === 'request-late') await schedule.sleep(THE_WAY, faults.lateMs())
    if (fault === 'crash-sent') sender.kill?.()
    if (fault === 'told-twice') void route(sent).catch(() => undefined)
    const answer = await route(sent)
    if (fault === 'crash-answered') return die(sender)
    if (fault === 'answer-late') await schedule.sleep(THE_WAY, faults.lateMs())
    await schedule.pass(owner, `${answer.status} from ${sent.url.pathname}`)
    if (fault === 'answer-lost') throw broken()
    watcher.answered(sender, sent, answer)
    return answer
  }

  return {
    fetchFor: (sender) => async (input, init) => {
      const request = new Request(input, init)
      const sent: Sent = {
        url: new URL(request.url),
        method: request.method,
        headers: request.headers,
        body: await request.text(),
      }
      const answer = await untilAborted(travel(sender, sent), init?.signal)
      const isEmpty = [101, 204, 205, 304].includes(answer.status)
      return new Response(isEmpty ? null : answer.body, {
        status: answer.status,
        headers: answer.headers,
      })
    },
  }
}

/** Has a server answer. */
export async function askServer(
  server: (request: Request) => Promise<Response>,
  sent: Sent,
): Promise<Answered> {
  const response = await server(toRequest(sent))
  return { status: response.status, headers: response.headers, body: await response.text() }
}

function toRequest({ url, method, headers, body }: Sent): Request {
  return new Request(url, { method, headers, ...(method !== 'GET' && { body }) })
}

function noted(fault: RequestFault | undefined): string {
  return fault === undefined ? '' : ` (${fault})`
}

function die(sender: Sender): Promise<never> {
  sender.kill?.()
  return new Promise(() => undefined)
}

function refused(): TypeError {
  const cause = Object.assign(new Error(`connect ECONNREFUSED (${INJECTED})`), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  })
  return new TypeError('fetch failed', { cause })
}

/** The connection broke: nobody knows what happened to the request. */
export function broken(): TypeError {
  const cause = Object.assign(new Error(`socket hang up (${INJECTED})`), { code: 'ECONNRESET' })
  return new TypeError('fetch failed', { cause })
}

/** By the caller's own signal: a Request's would fall silent once the Request is collected as garbage. */
function untilAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal | null | undefined,
): Promise<Value> {
  if (!signal) return work
  const { promise, reject } = Promise.withResolvers<Value>()
  const abort = (): void => reject(signal.reason as Error)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  work.catch(() => undefined)
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort))
}
