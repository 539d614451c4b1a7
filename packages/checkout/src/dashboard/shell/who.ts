import type { Who } from '../../audit/actor.ts'
import type { Language } from '../../language/language.ts'
import { dashboardTexts } from './texts.ts'

/** Who did something, in words: an operator by name, an API key as one. */
export function nameOf(who: Who, language: Language): string {
  const texts = dashboardTexts[language]
  if (who.kind === 'command') return texts.command
  return who.kind === 'api_key' ? texts.apiKey(who.name) : who.name
}
