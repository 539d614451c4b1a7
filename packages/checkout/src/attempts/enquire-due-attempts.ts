import { inRounds, type DueWork } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import { nextEnquiryAt } from '../enquiries/schedule.ts'
import { ENQUIRIES, FIRST_ENQUIRY, takeDueAttempts } from '../payments/attempt-store.ts'
import { enquireAttempts } from './enquire-attempt.ts'
import { noteUnanswered } from './note-unanswered.ts'

const BATCH = 300
const MAX_ANSWERS_MS = 2_000

export const enquiryWork: DueWork<Deps> = {
  name: 'enquire',
  firstDue: FIRST_ENQUIRY,
  start: inRounds(enquireDueAttempts),
}

/** Asks about every attempt whose enquiry is due; asks again later about those without an answer. */
export async function enquireDueAttempts(deps: Deps): Promise<number> {
  const now = deps.clock.now()
  const take = { now, limit: BATCH, nextAt: nextEnquiryAt }
  const due = await takeDueAttempts(deps.database.db, ENQUIRIES, take)
  // One account whose answers take long must not hold up the others.
  await enquireAttempts(deps, due, {
    why: 'scheduled',
    withinMs: MAX_ANSWERS_MS,
    onUnanswered: (attempt) => noteUnanswered(deps, attempt),
  })
  return due.length
}
