import type { Who } from '../audit/actor.ts'

const MAX_NOTE_LENGTH = 1000

/** What a person wrote down about a payment. Kept as it is: nobody edits or deletes it. */
export type Note = {
  readonly id: string
  readonly paymentId: string
  readonly text: string
  readonly who: Who
  readonly createdAt: Date
}

/** Looks like a credential of ours, of QFPay or of WeChat: it would stay in the database in plain text. */
const SECRET = /\b(?:sk|whsec|tael)_[\w-]{16,}|\b[0-9a-f]{32}\b/i

export type NoteProblem = 'empty' | 'too-long' | 'secret'

/** The text as it is kept, or why not. */
export function readNote(
  given: string,
): { readonly text: string } | { readonly problem: NoteProblem } {
  const text = given
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .trim()
  if (text === '') return { problem: 'empty' }
  if (text.length > MAX_NOTE_LENGTH) return { problem: 'too-long' }
  return SECRET.test(text) ? { problem: 'secret' } : { text }
}
