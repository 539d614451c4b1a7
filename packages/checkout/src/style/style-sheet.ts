import { createHash } from 'node:crypto'
import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** CSS that stands inside the page, so that the first answer is all a browser needs to paint it. */
export type StyleSheet = {
  readonly element: HtmlEscapedString
  /** Its hash as a source for `style-src`: nothing else on the page may style it. */
  readonly source: string
}

export function styleSheet(...parts: readonly string[]): StyleSheet {
  const css = parts.join('').replace(/\s*\n\s*/g, '')
  const hash = createHash('sha256').update(css).digest('base64')
  return { element: raw(`<style>${css}</style>`), source: `'sha256-${hash}'` }
}
