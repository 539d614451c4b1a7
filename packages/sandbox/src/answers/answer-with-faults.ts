import { gzipSync } from 'node:zlib'
import { ConnectionCut } from '../connection-cut.ts'
import type { Effect, Occasion } from '../faults/fault.ts'
import type { State } from '../state/state.ts'

type Garbling = Extract<Effect, { kind: 'garble' }>['as']
type When = 'before' | 'after'

/** How an endpoint answers, wholly or as a fault wants it. */
export type Answering = {
  /** Does the work. */
  readonly work: () => Promise<Response>
  /** Answers with a code of QFPay's instead. */
  readonly respond: (answer: Extract<Effect, { kind: 'respond' }>) => Response
  readonly tooManyRequests: () => Response
}

/** Answers a request; the waiting faults may change the connection and the answer. */
export async function answerWithFaults(
  state: State,
  occasion: Occasion,
  { work, respond, tooManyRequests }: Answering,
): Promise<Response> {
  const { faults } = state
  if (faults.take('too-many-requests', occasion) !== undefined) return tooManyRequests()
  const delay = faults.take('delay', occasion)
  const [cut, httpError, answer] = [
    faults.take('cut', occasion),
    faults.take('http-error', occasion),
    faults.take('respond', occasion),
  ]
  const interrupt = (when: When): Response | undefined => {
    if (cut?.when === when) throw new ConnectionCut()
    if (httpError?.when === when) return serverError(httpError.status)
    return answer?.when === when ? respond(answer) : undefined
  }

  const early = interrupt('before')
  if (early !== undefined) return early
  const whole = await work()
  if (delay !== undefined) await sleep(state, delay.ms)
  const late = interrupt('after')
  const garbling = faults.take('garble', occasion)
  const answered = late ?? whole
  return garbling === undefined ? answered : await garble(answered, garbling.as)
}

function sleep(state: State, ms: number): Promise<void> {
  return new Promise((resolve) => void state.clock.after(ms, resolve))
}

function serverError(status: number): Response {
  return new Response(`<html><body><h1>${status}</h1><hr>nginx</body></html>\n`, {
    status,
    headers: { 'content-type': 'text/html' },
  })
}

async function garble(response: Response, as: Garbling): Promise<Response> {
  const text = await response.text()
  const { status } = response
  const headers = new Headers(response.headers)
  switch (as) {
    case 'truncated-json':
      return new Response(text.slice(0, Math.floor(text.length / 2)), { status, headers })
    case 'empty':
      return new Response('', { status, headers })
    case 'html':
      headers.set('content-type', 'text/html')
      return new Response('<html><body>The gateway is being looked after.</body></html>', {
        status,
        headers,
      })
    case 'wrong-content-type':
      headers.set('content-type', 'text/plain')
      return new Response(text, { status, headers })
    case 'packed':
      headers.set('content-encoding', 'gzip')
      headers.delete('content-length')
      return new Response(gzipSync(text), { status, headers })
    case 'bare-respcd':
      headers.delete('x-qf-sign')
      return new Response(text.replace(/"respcd": "(\d{4})"/, '"respcd": $1'), { status, headers })
    case 'wrong-signature':
      headers.set('x-qf-sign', '0'.repeat(32))
      return new Response(text, { status, headers })
  }
}
