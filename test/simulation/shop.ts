import type { Faults } from './faults.ts'
import { broken } from './gated-network.ts'
import type { Observations } from './observations.ts'
import type { Schedule } from './schedule.ts'

/** The merchant's server: where webhooks go, each endpoint under a path of its own. */
export function createShop(deps: {
  readonly schedule: Schedule
  readonly faults: Faults
  readonly evidence: Observations
}): (request: Request) => Promise<Response> {
  const { schedule, faults, evidence } = deps
  return async (request) => {
    const { pathname } = new URL(request.url)
    const body = await request.text()
    const mood = faults.webhook()
    const { type, data } = JSON.parse(body) as {
      type: string
      data: { event: { id: string; payment?: string; reconciliation?: string; sequence: number } }
    }
    evidence.shown.push(body)
    evidence.webhooks.push({
      endpoint: pathname,
      eventId: data.event.id,
      subject: data.event.payment ?? data.event.reconciliation ?? '',
      type,
      sequence: data.event.sequence,
      isTaken: mood === 'received' || mood === 'received-unanswered',
      at: schedule.now(),
    })
    switch (mood) {
      case 'received':
        return new Response(null, { status: 204 })
      case 'refused':
        return new Response('not now', { status: 500 })
      case 'silent':
        return new Promise(() => undefined)
      case 'received-unanswered':
        throw broken()
    }
  }
}
