import { keyOf, type Question } from './question.ts'
import { isLastEnquiry } from './schedule.ts'

/** What is known about orders that the gateway does not show. */
export type MissingOrders = {
  /** How else to look for what a request did not find; undefined if it is missing. */
  readonly lookFurther: (question: Question, batchSize: number) => Question | undefined
  readonly noteFound: (question: Question) => void
}

/**
 * We believe a list that does not show an order only if an enquiry about the order alone did not find it
 * either, and only until the order is twice as old as it was then.
 */
export function createMissingOrders(now: () => number): MissingOrders {
  /** Until when we believe a list that does not show it. */
  const believedUntil = new Map<string, number>()

  function remember(key: string, until: number): void {
    for (const [known, end] of believedUntil) if (end <= now()) believedUntil.delete(known)
    believedUntil.set(key, until)
  }

  return {
    lookFurther(question, batchSize) {
      const { openedAt, orderType, isSentWhenMissing = false } = question.enquired
      const key = keyOf(question.enquired)
      const further = anotherWay(question, batchSize)
      // Refunds have no last enquiry.
      const isLast = orderType !== 'refund' && isLastEnquiry({ openedAt, now: new Date(now()) })
      if (isLast) believedUntil.delete(key)
      else if (further === undefined) remember(key, 2 * now() - openedAt.getTime())
      const isBelieved = !isSentWhenMissing && now() < (believedUntil.get(key) ?? 0)
      return isBelieved ? undefined : further
    },
    noteFound({ enquired }) {
      believedUntil.delete(keyOf(enquired))
    },
  }
}

/**
 * A gateway may read a list as one number, or look for a syssn within a month only; that must not end
 * a payment. So the last way is alone and by our own number.
 */
function anotherWay(question: Question, batchSize: number): Question | undefined {
  const { enquired } = question
  if (batchSize === 1 && enquired.syssn === undefined) return undefined
  return { ...question, enquired: { ...enquired, syssn: undefined }, atMost: 1 }
}
