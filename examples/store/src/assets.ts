import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A file of `browser/`; its path changes with its content, so a browser keeps it for good. */
export type Asset = { readonly path: string; readonly body: string; readonly type: string }

/** The shop's files. Read once, when the shop starts. */
export const ASSETS = {
  style: asset('store.css', 'text/css'),
  drawings: asset('drawings.css', 'text/css'),
  script: asset('order.js', 'text/javascript'),
  icon: asset('icon.svg', 'image/svg+xml'),
} as const

function asset(name: string, type: string): Asset {
  const body = readFileSync(new URL(`../browser/${name}`, import.meta.url), 'utf8')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${hash}-${name}`, body, type: `${type}; charset=utf-8` }
}
