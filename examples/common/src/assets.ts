import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'

/** A file for browsers; its path changes with its content, so a browser keeps it for good. */
export type Asset = { readonly path: string; readonly body: string; readonly type: string }

/** Reads `folder`'s file `name`, once, when the site starts. */
export function readAsset(folder: URL, name: string, type: string): Asset {
  const body = readFileSync(new URL(name, folder), 'utf8')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${hash}-${name}`, body, type: `${type}; charset=utf-8` }
}

export function serveAssets(app: Hono, assets: readonly Asset[]): void {
  for (const { path, body, type } of assets) {
    app.get(path, (c) => {
      c.header('cache-control', 'public, max-age=31536000, immutable')
      return c.body(body, 200, { 'content-type': type })
    })
  }
}

const FOLDER = new URL('../browser/', import.meta.url)

/** For a page with `data-follow`, the path that tells its state, and `data-state`, what the page shows of it. */
export const FOLLOW = readAsset(FOLDER, 'follow.js', 'text/javascript')
