import type { Settings } from '../state/settings.ts'
import { Refusal, shortened } from './refusal.ts'
import type { Parameters } from './signing.ts'

/** Bytes of a request body above which it is refused; the longest order has some thousand. */
const MAX_BODY_BYTES = 64 * 1024

type ReadingSettings = Pick<Settings, 'malformedRespcd' | 'conflictingParameter'>

/**
 * Reads the parameters wherever clients put them: the query, a form (with or without a
 * Content-Type, with raw blanks and UTF-8), or multipart.
 */
export async function readParameters(
  request: Request,
  settings: ReadingSettings,
): Promise<Parameters> {
  const malformed = (rule: string, message: string, hint: string): Refusal =>
    new Refusal({
      respcd: settings.malformedRespcd,
      resperr: shortened(message),
      rule,
      message,
      hint,
    })
  const query = decodeForm(new URL(request.url).search.slice(1))
  const body = await readBody(request, malformed)
  const read = { query: onlyOnce(query, malformed), body: onlyOnce(body, malformed) }
  return settings.conflictingParameter === 'body'
    ? { ...read.query, ...read.body }
    : { ...read.body, ...read.query }
}

type Malformed = (rule: string, message: string, hint: string) => Refusal
type Pairs = readonly (readonly [string, string])[]

async function readBody(request: Request, malformed: Malformed): Promise<Pairs> {
  if (request.body === null) return []
  const type = request.headers.get('content-type') ?? ''
  const bytes = await readBytes(request.body, malformed)
  if (bytes.length === 0) return []
  if (/^multipart\/form-data/i.test(type)) return await readMultipart(bytes, type, malformed)
  const text = decodeUtf8(bytes, malformed)
  if (/json/i.test(type) || /^\s*\{/.test(text)) {
    if (/"total_fee"/.test(text)) {
      throw malformed(
        'quick-start-request',
        'The body is the JSON of QFPay’s Quick Start.',
        'That page contradicts all others: send a form with txamt, txcurrcd and a pay_type of six digits, as WeChat JSAPI Payment and Request Format say.',
      )
    }
    throw malformed(
      'json-body',
      'The body is JSON.',
      'Send the parameters as a form (application/x-www-form-urlencoded) or in the query.',
    )
  }
  return decodeForm(text)
}

async function readBytes(
  body: ReadableStream<Uint8Array>,
  malformed: Malformed,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) {
      throw malformed(
        'body-too-large',
        `The body is larger than ${MAX_BODY_BYTES} bytes.`,
        'Send the parameters of one request only.',
      )
    }
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function decodeUtf8(bytes: Uint8Array, malformed: Malformed): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('not-utf-8', 'The body is not UTF-8.', 'QFPay uses UTF-8 for everything.')
  }
}

async function readMultipart(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  malformed: Malformed,
): Promise<Pairs> {
  const wrong = malformed(
    'bad-multipart',
    'The multipart body cannot be read.',
    'Check its boundary, and send text fields only.',
  )
  const form = await new Response(bytes, { headers: { 'content-type': type } })
    // oxlint-disable-next-line typescript/no-deprecated -- its danger is size, which is bounded above
    .formData()
    .catch(() => undefined)
  if (form === undefined) throw wrong
  return [...form].map(([name, value]) => {
    if (typeof value !== 'string') throw wrong
    return [name, value]
  })
}

function decodeForm(text: string): Pairs {
  return [...new URLSearchParams(text)]
}

function onlyOnce(pairs: Pairs, malformed: Malformed): Parameters {
  const read: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of pairs) {
    if (name in read) {
      throw malformed(
        'parameter-twice',
        `The parameter ${name} is given twice.`,
        'Send every parameter once; which of two was meant cannot be known.',
      )
    }
    read[name] = value
  }
  return read
}
