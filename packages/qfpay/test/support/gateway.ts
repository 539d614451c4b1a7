import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { createQfpayClient, type QfpayClient } from '../../src/client.ts'
import type { QfpayOptions } from '../../src/http/options.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'

export const APP_CODE = 'A1B2C3D4E5F60718293A4B5C6D7E8F90'
export const CLIENT_KEY = '7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061'

/** 2025-11-22 18:30:00 in Hong Kong, the time of the golden vectors. */
export const CREATED_AT = Date.UTC(2025, 10, 22, 10, 30, 0)

export type Received = {
  readonly method: string
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
}

/** What the gateway does with the nth request: answer with an object or text, or act by itself. */
export type Answer = object | string | ((response: ServerResponse, request: Received) => void)

export type Gateway = {
  readonly host: string
  readonly received: Received[]
  readonly clock: HandClock
  readonly client: QfpayClient
  /** Resolves when the nth request has come in. */
  arrived(nth: number): Promise<void>
}

// Node 22 has no `await using`.
const servers: Server[] = []
after(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A real HTTP server on a free port that plays back answers, and a client that talks to it. */
export async function startGateway(
  answers: readonly Answer[],
  options: Partial<QfpayOptions> = {},
): Promise<Gateway> {
  const received: Received[] = []
  const waiting: { nth: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    void readRequest(request).then((one) => {
      received.push(one)
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? {}
      if (typeof answer === 'function') answer(response, one)
      else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
      for (const { nth, resolve } of waiting) if (nth <= received.length) resolve()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clock = createHandClock(CREATED_AT, 20_000)
  const client = createQfpayClient({
    host,
    appCode: APP_CODE,
    clientKey: CLIENT_KEY,
    clock,
    random: () => 0.5,
    ...options,
  })
  return {
    host,
    received,
    clock,
    client,
    arrived: (nth) =>
      new Promise((resolve) => {
        if (received.length >= nth) resolve()
        else waiting.push({ nth, resolve })
      }),
  }
}

/** Answers with a status and nothing that QFPay would say. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => response.writeHead(code, headers).end('<html></html>')
}

/** Cuts the connection instead of answering. */
export const reset: Answer = (response) => response.socket?.resetAndDestroy()

/** Takes the request and says nothing. */
export const silence: Answer = () => undefined

async function readRequest(request: IncomingMessage): Promise<Received> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const parameters = Object.fromEntries([...searchParams, ...new URLSearchParams(body)])
  return { method: request.method ?? '', path: pathname, parameters, headers: request.headers }
}
