import type { WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import { wordsOf, type Typed } from '../forms/typed.ts'

/** A form in the words of the API; headers that are not typed stay as they are. */
export function endpointTyped(typed: Typed): object {
  const { url, description, events, event_types: types, headers = '' } = typed
  const chosen = events === 'some' ? wordsOf(types) : ['*']
  const isWithout = typed['without_headers'] === 'yes'
  const replaced = headers === '' ? {} : { headers: typedHeaders(headers) }
  return { url, description, event_types: chosen, ...(isWithout ? { headers: {} } : replaced) }
}

/** One a line: `authorization: Basic …`. A name that comes twice gets a value that no header may have. */
function typedHeaders(text: string): Readonly<Record<string, string>> {
  const headers = new Map<string, string>()
  for (const line of text.split(/\r?\n/).filter((each) => each.trim() !== '')) {
    const [before = '', ...after] = line.split(':')
    const name = before.trim().toLowerCase()
    const earlier = headers.get(name)
    const value = after.join(':').trim()
    headers.set(name, earlier === undefined ? value : `${earlier}\n${value}`)
  }
  return Object.fromEntries(headers)
}

/** An endpoint as the form to change it begins. The values of its headers are credentials: nobody sees them again. */
export function endpointAsTyped({ url, description = '', eventTypes }: WebhookEndpoint): Typed {
  const events = eventTypes.includes('*') ? 'all' : 'some'
  return { url, description, events, event_types: eventTypes.join(' ') }
}

/** Their values are credentials: a form that comes back does not show them. */
export function withoutHeaders(typed: Typed): Typed {
  return { ...typed, headers: '' }
}
