import type { Problem } from '../state/journal.ts'
import type { State } from '../state/state.ts'
import { beforeDeadline } from '../system-clock.ts'
import type { Delivery, DeliveryTry } from './delivery.ts'

const ANSWER_CHARACTERS = 200

type Answer = Pick<DeliveryTry, 'status' | 'answer' | 'problem'>

/** Posts a notification once, and judges the answer: 200 and exactly `SUCCESS`, in time. */
export async function tryDelivery(state: State, delivery: Delivery): Promise<DeliveryTry> {
  const at = state.clock.now()
  const answer = await post(state, delivery)
  const isForged = delivery.state === 'forged'
  state.journal.append({
    kind: 'notification',
    step: `${isForged ? 'Forged notification' : 'Notification'} of a ${delivery.type}, try ${delivery.attempts.length + 1}`,
    method: 'POST',
    url: delivery.url,
    orderId: delivery.orderId,
    request: { body: delivery.body, ...signatureHeaders(state, delivery) },
    ...(answer.status === undefined ? {} : { status: answer.status }),
    ...(answer.answer === undefined ? {} : { response: answer.answer }),
    ...(answer.problem === undefined ? {} : { problem: answer.problem }),
  })
  return { at, ...answer, isAcknowledged: answer.problem === undefined }
}

async function post(state: State, delivery: Delivery): Promise<Answer> {
  const { settings } = state
  const refused = addressProblem(delivery.url, settings.notifyStandardPortsOnly)
  if (refused !== undefined) return { problem: refused }
  try {
    const { status, text } = await beforeDeadline(
      settings.notificationTimeoutMs,
      async (signal) => {
        const response = await state.fetch(delivery.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...signatureHeaders(state, delivery),
          },
          body: delivery.body,
          redirect: settings.followNotificationRedirects ? 'follow' : 'manual',
          signal,
        })
        return { status: response.status, text: await response.text() }
      },
    )
    const problem = judge(status, text, settings.lenientAcknowledgement)
    return {
      status,
      answer: text.slice(0, ANSWER_CHARACTERS),
      ...(problem === undefined ? {} : { problem }),
    }
  } catch (error) {
    return { problem: notDelivered(error) }
  }
}

function signatureHeaders(
  { settings }: State,
  { signature, signType }: Delivery,
): Readonly<Record<string, string>> {
  const isNamed = settings.declareSignType || signType !== 'MD5'
  return { 'X-QF-SIGN': signature, ...(isNamed ? { 'X-QF-SIGNTYPE': signType } : {}) }
}

function judge(status: number, text: string, isLenient: boolean): Problem | undefined {
  if (status !== 200) {
    return {
      rule: 'notification-status',
      message: `The receiver answered HTTP ${status}, not 200.`,
      hint: 'Answer 200 once the notification is stored; redirects are not followed.',
    }
  }
  if (text === 'SUCCESS') return undefined
  if (isLenient && text.trim().toUpperCase() === 'SUCCESS') return undefined
  return {
    rule: 'notification-answer',
    message: 'The receiver did not answer with the text SUCCESS.',
    hint: 'Answer exactly SUCCESS in plain text: no JSON, no page, no line break.',
  }
}

function addressProblem(url: string, standardPortsOnly: boolean): Problem | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    return {
      rule: 'notification-address',
      message: 'The notification address is not an absolute http or https URL.',
      hint: 'Send notify_url in full, such as https://shop.example.com/notifications.',
    }
  }
  if (standardPortsOnly && parsed.port !== '') {
    return {
      rule: 'notification-port',
      message: `QFPay delivers to the ports 80 and 443 only, not to ${parsed.port}.`,
      hint: 'Receive notifications on a standard port, or switch notifyStandardPortsOnly off.',
    }
  }
  return undefined
}

function notDelivered(error: unknown): Problem {
  const isLate = error instanceof DOMException && error.name === 'TimeoutError'
  return isLate
    ? {
        rule: 'notification-timeout',
        message: 'The receiver did not answer in time.',
        hint: 'Store the notification, answer SUCCESS, and do the work afterwards.',
      }
    : {
        rule: 'notification-unreachable',
        message: `The receiver could not be reached: ${error instanceof Error ? error.message : 'no reason given'}.`,
        hint: 'Check that the address is right and that a server listens there.',
      }
}
