import { serveHttp } from '@tael/checkout'
import { passedOn } from '../support/server/passed-on.ts'

/** What one process answered. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** One request, as it was sent to all processes together. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly answers: readonly Answer[]
  /** Sends the same bytes to all of them again. */
  readonly again: () => Promise<Asked>
}

/** Stands where a load balancer would, and does the opposite: everybody gets every request. */
export type FanOut = {
  /** What payers and the gateway know as the checkout's address. */
  readonly url: string
  /** Everything that was sent to all, the oldest first. */
  readonly asked: readonly Asked[]
  readonly send: (request: Request) => Promise<Asked>
  readonly close: () => Promise<void>
}

/**
 * Sends each request to every process at the same instant, `times` times, and passes on one of the
 * answers when all have come. Only what a merchant reads is asked of one process, each in its turn.
 */
export async function openFanOut(urls: readonly string[], times: number): Promise<FanOut> {
  const asked: Asked[] = []
  let turn = 0

  async function send(request: Request): Promise<Asked> {
    const { pathname, search } = new URL(request.url)
    const { method } = request
    const path = pathname + search
    const headers = passedOn(request.headers)
    const body = method === 'GET' ? null : await request.arrayBuffer()
    const sendAgain = async (): Promise<Asked> => {
      turn += 1
      // Another one is the first each time.
      const first = turn % urls.length
      const inTurn = [...urls.slice(first), ...urls.slice(0, first)]
      const answers = await Promise.all(
        Array.from({ length: times }, () => inTurn)
          .flat()
          .map((url) => answerOf(url + path, { method, headers, body })),
      )
      const sent = { method, path, answers, again: sendAgain }
      asked.push(sent)
      return sent
    }
    return sendAgain()
  }

  async function pass(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    if (request.method === 'GET' && pathname.startsWith('/v1/')) {
      turn += 1
      const url = `${urls[turn % urls.length]}${pathname}${search}`
      return responseOf(await answerOf(url, { headers: passedOn(request.headers) }))
    }
    const { answers } = await send(request)
    return responseOf(answers[turn % answers.length])
  }

  const server = await serveHttp({ fetch: pass }, { port: 0 })
  return { url: server.url, asked, send, close: server.close }
}

async function answerOf(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function responseOf(answer: Answer | undefined): Response {
  if (answer === undefined) return new Response('Nobody was asked', { status: 502 })
  const { status, headers, text } = answer
  return new Response(status === 204 ? null : text, { status, headers: passedOn(headers) })
}
