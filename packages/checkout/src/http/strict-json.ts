const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g
const INTEGER = /^-?(?:0|[1-9]\d*)$/
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Parses JSON and refuses what two readers could understand differently: a repeated member, a
 * number that is not a plain safe integer (1e3, 10.0, 2^53), a prototype key, broken UTF-8, half of a character.
 * Throws a SyntaxError that says which.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes)
  const value: unknown = JSON.parse(text)
  // JSON.parse has accepted the text, so a flat walk over its tokens is enough for the rest.
  const open: (Set<string> | undefined)[] = []
  let previous = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token.startsWith('"')) {
      checkText(token)
      const members = open.at(-1)
      if (members !== undefined && (previous === '{' || previous === ',')) addMember(members, token)
    } else if (/^[-\d]/.test(token)) checkNumber(token)
    previous = token
  }
  return value
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new SyntaxError('The body is not valid UTF-8')
  }
}

function addMember(members: Set<string>, token: string): void {
  const name = String(JSON.parse(token))
  if (FORBIDDEN_KEYS.has(name)) throw new SyntaxError(`The member "${name}" is not allowed`)
  if (members.has(name)) throw new SyntaxError(`The member "${name}" appears twice`)
  members.add(name)
}

/** Written as an escape, half of a character passes for UTF-8, and no database takes it. */
function checkText(token: string): void {
  if (!token.includes('\\u') || String(JSON.parse(token)).isWellFormed()) return
  throw new SyntaxError(
    'A text has half of a character: an escape such as \\ud83d without its second half',
  )
}

function checkNumber(token: string): void {
  if (!INTEGER.test(token) || !Number.isSafeInteger(Number(token))) {
    throw new SyntaxError(
      `${token.slice(0, 40)} is not a plain integer; amounts are in the currency's minor unit`,
    )
  }
}
