import type { Context } from 'hono'
import { streamText } from '../platform/stream-text.ts'

/** A file to download, which is read while it is sent: however long it is, it needs no memory. */
export function csvFile(
  c: Context,
  name: string,
  lines: AsyncGenerator<string, void, undefined>,
): Response {
  return c.body(streamText(lines), 200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}.csv"`,
  })
}
