import { z } from '@hono/zod-openapi'
import { actorSchema, instant } from '../http/api.ts'
import type { Note, NoteProblem } from './note.ts'

export const newNoteSchema = z
  .strictObject({
    text: z
      .string()
      .openapi({ description: 'Up to 1000 characters, without credentials. Nobody can edit it' }),
  })
  .openapi('NewNote')

export const noteSchema = z
  .object({
    id: z.string().openapi({ example: 'not_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('note'),
    payment: z.string(),
    text: z.string(),
    actor: actorSchema,
    created_at: instant,
  })
  .openapi('Note')

/** What is wrong with a note, as a refusal says it. */
export const NOTE_PROBLEMS: Readonly<Record<NoteProblem, string>> = {
  empty: 'must not be blank',
  'too-long': 'must have at most 1000 characters',
  secret: 'looks like a credential, which everybody who reads the note would see',
}

export function noteResource(note: Note): z.infer<typeof noteSchema> {
  return {
    id: note.id,
    object: 'note',
    payment: note.paymentId,
    text: note.text,
    actor: note.who,
    created_at: note.createdAt.toISOString(),
  }
}
