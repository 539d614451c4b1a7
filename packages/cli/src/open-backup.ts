import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { readHead, RestoreError } from '@tael/checkout'

/** The lines of a backup, of which the first is read already. Throws a RestoreError, as do the lines. */
export async function openBackup(file: string): Promise<AsyncIterable<string>> {
  const lines = linesOf(file)
  const { value: first = '' } = await lines.next()
  readHead(first)
  return continued(first, lines)
}

async function* continued(first: string, lines: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* lines
}

/** By hand: `readline` does not pass on what goes wrong with its input. */
async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const unpacked = pipeline(createReadStream(file), createGunzip(), () => undefined)
  let rest = ''
  try {
    for await (const chunk of unpacked.setEncoding('utf8')) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException)
  }
  if (rest !== '') yield rest
}

function unreadable(file: string, cause: NodeJS.ErrnoException): RestoreError {
  const isBroken = cause.code?.startsWith('Z_') === true
  const what = isBroken ? 'is no whole file of tael backup' : 'cannot be read'
  return new RestoreError(`${file} ${what}: ${cause.message}.`, { cause })
}
