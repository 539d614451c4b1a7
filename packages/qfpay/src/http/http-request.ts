import {
  QfpayNetworkError,
  QfpayReplyError,
  type NetworkReason,
  type Outcome,
} from '../errors/errors.ts'
import { hintAfter } from '../errors/hints.ts'
import type { Clock } from '../system-clock.ts'

export type HttpRequest = {
  readonly url: string
  readonly endpoint: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal | undefined
}

export type HttpAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

export type Network = {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly timeoutMs: number
}

/** A full page of 100 transactions is a tenth of this. */
const MAX_REPLY_BYTES = 2 * 1024 * 1024

class TooLarge extends Error {}

/** Why the timer of a request ends. One for all: nobody sees it, and to make one costs more than to sign. */
const ANSWERED = new Error('The request was answered before its time was up')

/** One request and its whole answer within the deadline, or an error that says what may have arrived. */
export async function sendRequest(network: Network, request: HttpRequest): Promise<HttpAnswer> {
  if (request.signal?.aborted === true) throw failure('aborted', 'not-sent', request)
  const work = new AbortController()
  const timer = new AbortController()
  const interrupted = Promise.withResolvers<never>()
  const interrupt = (reason: NetworkReason): void => {
    interrupted.reject(failure(reason, 'unknown', request))
    work.abort()
  }
  const abort = (): void => interrupt('aborted')
  request.signal?.addEventListener('abort', abort, { once: true })
  network.clock.sleep(network.timeoutMs, timer.signal).then(
    () => interrupt('timeout'),
    () => undefined, // The answer was faster.
  )
  try {
    // A race, not the signal alone, because an injected fetch may ignore signals.
    return await Promise.race([roundTrip(network.fetch, request, work.signal), interrupted.promise])
  } catch (error) {
    if (error instanceof QfpayNetworkError) throw error
    if (error instanceof TooLarge) throw tooLarge(request)
    const { reason, outcome } = diagnose(error)
    throw failure(reason, outcome, request, error)
  } finally {
    request.signal?.removeEventListener('abort', abort)
    timer.abort(ANSWERED)
  }
}

async function roundTrip(
  fetch: Network['fetch'],
  { url, method, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method,
    headers,
    signal,
    // A redirect would carry the signed request to a host that the caller did not choose.
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: await readLimited(response.body),
  }
}

async function readLimited(stream: Response['body']): Promise<Uint8Array> {
  if (stream === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop by a throw cancels the stream.
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > MAX_REPLY_BYTES) throw new TooLarge()
    chunks.push(chunk)
  }
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}

const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/

/** Whether the request may have left this machine; without a connection it cannot have. */
function diagnose(error: unknown): { reason: NetworkReason; outcome: Outcome } {
  const causes = causesOf(error)
  if (causes.some(({ code }) => CERTIFICATE.test(String(code)))) {
    return { reason: 'certificate', outcome: 'not-sent' }
  }
  const unconnected = causes.length > 0 && causes.every(isBeforeConnection)
  return { reason: 'connection', outcome: unconnected ? 'not-sent' : 'unknown' }
}

type SystemError = { readonly code?: unknown; readonly syscall?: unknown }

function isBeforeConnection({ code, syscall }: SystemError): boolean {
  return syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT'
}

/** The system's errors under a failed fetch: one for each address that was tried. */
function causesOf(error: unknown): SystemError[] {
  if (!(error instanceof Error)) return []
  if (error instanceof AggregateError) return error.errors.flatMap(causesOf)
  if (error.cause instanceof Error) return causesOf(error.cause)
  return [error as SystemError]
}

const SENTENCES: Readonly<Record<NetworkReason, string>> = {
  timeout: 'did not answer in time.',
  aborted: 'was aborted by the caller.',
  connection: 'could not be reached, or the connection broke.',
  certificate: 'showed a TLS certificate that is not trusted.',
}

function failure(
  reason: NetworkReason,
  outcome: Outcome,
  { endpoint }: HttpRequest,
  cause?: unknown,
): QfpayNetworkError {
  const hint =
    outcome === 'not-sent'
      ? 'The request was not sent: you may send it again as it is.'
      : hintAfter(endpoint, 'The request may have arrived: enquire before anything else.')
  return new QfpayNetworkError(`${endpoint} ${SENTENCES[reason]}`, {
    reason,
    outcome,
    endpoint,
    hint,
    cause,
  })
}

function tooLarge({ endpoint }: HttpRequest): QfpayReplyError {
  return new QfpayReplyError(`${endpoint} answered with more than ${MAX_REPLY_BYTES} bytes.`, {
    outcome: 'unknown',
    endpoint,
    hint: hintAfter(endpoint, 'Check the host; enquire before anything else.'),
  })
}
