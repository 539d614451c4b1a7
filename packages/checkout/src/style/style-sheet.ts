import { createHash } from 'node:crypto'

/** CSS that stands inside the page, so that the first answer is all a browser needs to paint it. */
export type StyleSheet = {
  readonly css: string
  /** Its hash as a source for `style-src`: nothing else on the page may style it. */
  readonly source: string
}

export function styleSheet(...parts: readonly string[]): StyleSheet {
  const css = parts
    .join('')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '')
  const hash = createHash('sha256').update(css).digest('base64')
  return { css, source: `'sha256-${hash}'` }
}
