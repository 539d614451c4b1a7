import { createHash } from 'node:crypto'
import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** CSS inside the page, so that the browser can paint it from the first answer. */
export type StyleSheet = {
  readonly element: HtmlEscapedString
  /** Its hash as a source for `style-src`: nothing else may style the page. */
  readonly source: string
}

export function styleSheet(...parts: readonly string[]): StyleSheet {
  const css = parts.join('').replace(/\s*\n\s*/g, '')
  const hash = createHash('sha256').update(css).digest('base64')
  return { element: raw(`<style>${css}</style>`), source: `'sha256-${hash}'` }
}
