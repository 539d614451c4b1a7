import { serveHttp } from '../../src/http/serve.ts'
import { createWebhookSender } from '../../src/webhooks/deliver-webhooks.ts'
import type { TestDeps } from './checkout.ts'

export type Receipt = {
  readonly id: string
  readonly timestamp: number
  readonly signatures: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What stands in the body. */
  readonly event: {
    readonly type: string
    readonly timestamp: string
    readonly data: {
      readonly event: { readonly id: string; readonly sequence: number; readonly payment: string }
      readonly payment: { readonly id: string; readonly status: string }
    }
  }
}

export type Receiver = {
  readonly url: string
  readonly receipts: readonly Receipt[]
  readonly close: () => Promise<void>
}

export type ReceiverAnswer = (receipt: Receipt, count: number) => Response | Promise<Response>

/** A merchant's server that takes webhooks, over real HTTP; it answers 204 unless told otherwise. */
export async function openReceiver(
  answer: ReceiverAnswer = () => new Response(null, { status: 204 }),
): Promise<Receiver> {
  const receipts: Receipt[] = []
  const server = await serveHttp(
    {
      async fetch(request) {
        const body = await request.text()
        const headers = Object.fromEntries(request.headers)
        const receipt: Receipt = {
          id: headers['webhook-id'] ?? '',
          timestamp: Number(headers['webhook-timestamp']),
          signatures: (headers['webhook-signature'] ?? '').split(' '),
          headers,
          body,
          event: JSON.parse(body) as Receipt['event'],
        }
        receipts.push(receipt)
        return answer(receipt, receipts.length)
      },
    },
    { port: 0 },
  )
  return { url: `${server.url}/webhooks`, receipts, close: server.close }
}

/** Sends what is due at this moment, and what becomes due by it, each round by another process. */
export async function sendDueWebhooks(deps: TestDeps): Promise<void> {
  for (;;) {
    const sender = createWebhookSender(deps)
    const count = await sender.serveDue()
    await sender.stop()
    if (count === 0) return
  }
}
