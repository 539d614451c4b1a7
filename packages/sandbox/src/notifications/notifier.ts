import { MINUTE_MS } from '../durations.ts'
import type { Order } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { sign } from '../wire/signing.ts'
import type { Delivery } from './delivery.ts'
import { notificationBody } from './notification-body.ts'
import { tryDelivery } from './try-delivery.ts'

/** Notifies merchants that money moved, again and again until they answer SUCCESS. */
export interface Notifier {
  /** Starts the notification of an order; resolves after the first try if it has to be immediate. */
  announce(order: Order, options?: { readonly isAtOnce?: boolean }): Promise<void>
  /** A stranger's notification: it announces the order as paid, signed with a made-up key. */
  forge(order: Order): void
  /** Tries once more now, whatever its state. Undefined if there is no such delivery. */
  redeliver(id: number): Promise<Delivery | undefined>
  /** Oldest first. */
  list(): readonly Delivery[]
  clear(): void
}

// How long a notification waits for another one to overtake it, before it goes alone.
const OVERTAKING_MS = MINUTE_MS

export function createNotifier(state: State): Notifier {
  const deliveries: Delivery[] = []
  const overtaken = new Set<Delivery>()
  let lastId = 0

  function prepare(order: Order, key: string): Delivery | undefined {
    const url = order.notifyUrl ?? state.merchants.get(order.appCode)?.notifyUrl
    if (url === undefined) {
      state.journal.append({
        kind: 'notification',
        step: 'No notification: no notify_url was sent, and no address is registered',
        orderId: order.outTradeNo,
      })
      return undefined
    }
    const body = notificationBody(order, state.settings)
    const signType = state.settings.notificationSignType
    const delivery: Delivery = {
      id: ++lastId,
      type: order.kind,
      appCode: order.appCode,
      orderId: order.outTradeNo,
      url,
      body,
      signature: sign(body, key, signType),
      signType,
      state: 'waiting',
      attempts: [],
    }
    deliveries.push(delivery)
    return delivery
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const result = await tryDelivery(state, delivery)
    delivery.attempts.push(result)
    if (result.isAcknowledged) {
      delivery.state = 'acknowledged'
      delete delivery.nextAttemptAt
    }
    for (const late of [...overtaken].filter(({ appCode }) => appCode === delivery.appCode)) {
      overtaken.delete(late)
      await attemptOnSchedule(late)
    }
  }

  /** One try, and the next step of the schedule if it fails. */
  async function attemptOnSchedule(delivery: Delivery, failures = 0): Promise<void> {
    await attempt(delivery)
    // Not only by this try: its double, or a manual one, may have been acknowledged meanwhile.
    if (delivery.state !== 'waiting') return
    const gap = state.settings.notificationGapsMs[failures]
    if (gap === undefined) delivery.state = 'given-up'
    else schedule(delivery, gap, failures + 1)
  }

  function schedule(delivery: Delivery, delayMs: number, failures = 0): void {
    delivery.nextAttemptAt = state.clock.now() + delayMs
    state.later(delayMs, async () => {
      if (delivery.state !== 'waiting') return
      delete delivery.nextAttemptAt
      await attemptOnSchedule(delivery, failures)
    })
  }

  async function announce(order: Order, isAtOnce: boolean): Promise<void> {
    const merchant = state.merchants.get(order.appCode)
    if (merchant === undefined) return
    const fault = state.faults.take('notify', {
      orders: [order.outTradeNo],
      appCode: order.appCode,
    })
    const isForeignKey = fault?.how === 'wrong-signature'
    const key = merchant.notificationKey ?? merchant.clientKey
    const made = prepare(order, isForeignKey ? `not ${key}` : key)
    if (made === undefined) return
    const delivery = fault?.how === 'tampered' ? tamper(deliveries, made) : made
    switch (fault?.how) {
      case 'lost':
        delivery.state = 'lost'
        return
      case 'before-answer':
        return attemptOnSchedule(delivery)
      case 'reordered':
        overtaken.add(delivery)
        state.later(OVERTAKING_MS, async () => {
          if (overtaken.delete(delivery)) await attemptOnSchedule(delivery)
        })
        return
      case 'duplicated':
        schedule(delivery, state.settings.notificationDelayMs)
        state.later(state.settings.notificationDelayMs, async () => {
          await attempt(delivery)
        })
        return
      case 'delayed':
        schedule(delivery, fault.ms)
        return
      case 'wrong-signature':
      case 'tampered':
      case undefined:
        if (isAtOnce) return attemptOnSchedule(delivery)
        schedule(delivery, state.settings.notificationDelayMs)
    }
  }

  return {
    announce: (order, { isAtOnce = false } = {}) => announce(order, isAtOnce),
    forge(order) {
      const delivery = prepare(order, 'a key that the stranger guessed')
      if (delivery === undefined) return
      delivery.state = 'forged'
      state.later(0, async () => {
        delivery.attempts.push(await tryDelivery(state, delivery))
      })
    },
    async redeliver(id) {
      const delivery = deliveries.find((other) => other.id === id)
      if (delivery !== undefined) await attempt(delivery)
      return delivery
    },
    list: () => deliveries,
    clear() {
      deliveries.length = 0
      overtaken.clear()
    },
  }
}

/** The same notification with another amount under the old signature. */
function tamper(deliveries: Delivery[], delivery: Delivery): Delivery {
  const body = delivery.body.replace(/"txamt": "(\d+)"/, '"txamt": "1$1"')
  const tampered = { ...delivery, body }
  deliveries.splice(deliveries.indexOf(delivery), 1, tampered)
  return tampered
}
