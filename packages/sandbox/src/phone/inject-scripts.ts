/**
 * Writes a tag into a page as it streams by, before any script of its own: right after `<head>`,
 * or before the first element where the page has none. No other byte changes.
 */
export function injectTag(tag: string): TransformStream<Uint8Array, Uint8Array> {
  let waiting: Buffer | undefined = Buffer.alloc(0)
  return new TransformStream({
    transform(chunk, controller) {
      if (waiting === undefined) {
        controller.enqueue(chunk)
        return
      }
      waiting = Buffer.concat([waiting, chunk])
      const at = insertionPoint(waiting.toString('latin1'))
      if (at === undefined && waiting.length < MAX_PRELUDE) return
      controller.enqueue(withTag(waiting, at ?? 0, tag))
      waiting = undefined
    },
    flush(controller) {
      if (waiting === undefined || waiting.length === 0) return
      const text = waiting.toString('latin1')
      controller.enqueue(withTag(waiting, PRELUDE.exec(text)?.[0].length ?? 0, tag))
    },
  })
}

const MAX_PRELUDE = 65_536
const ATTRIBUTES = String.raw`(?:\s(?:"[^"]*"|'[^']*'|[^'">])*)?`
const PRELUDE = new RegExp(
  String.raw`^(?:\xef\xbb\xbf)?(?:\s|<!--[^]*?-->|<!doctype[^>]*>|<html${ATTRIBUTES}>)*(?:<head${ATTRIBUTES}>)?`,
  'i',
)

// Known as soon as the head is open, or when what follows can no longer become one.
function insertionPoint(text: string): number | undefined {
  const prelude = PRELUDE.exec(text)?.[0] ?? ''
  if (/<head[^]*>$/i.test(prelude.slice(prelude.lastIndexOf('<')))) return prelude.length
  const rest = text.slice(prelude.length)
  if (rest === '' || (rest.startsWith('<') && !rest.includes('>'))) return undefined
  return rest.startsWith('<!--') ? undefined : prelude.length
}

function withTag(bytes: Buffer, at: number, tag: string): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(tag), bytes.subarray(at)])
}
