import fc from 'fast-check'

/** What has broken readers before: kept here, so that each run tries it. */
const CORPUS: readonly string[] = [
  '',
  '0',
  '-0',
  '0000',
  '1e999',
  '9007199254740993',
  '12345678901234567890123456789',
  '1099.00',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  '[[[[[[[[[[[[[[[[[[[[',
  '"\\ud800"',
  '\ud800',
  '\u0000',
  '\u202egpj.exe',
  '\ufeff{}',
  "' or 1=1 --",
  '$(reboot)',
  '../../../../etc/passwd',
  '%00%ff%c0%af',
  '%',
  '{{7*7}}',
  '<script>alert(1)</script>',
  'https://user@127.0.0.1:99999/#',
  'http://[::ffff:7f00:1]/',
  '2026-02-30 25:61:61',
  '测试王小美',
  '👩‍👩‍👧‍👦',
  'a'.repeat(5000),
  '"'.repeat(3000),
  '%25'.repeat(1500),
]

/** Text as nobody should send it. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...CORPUS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '0', '.', 'e') }),
)

const hostileValue = fc.oneof(
  hostileText,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, [], {}),
)

/** Bytes that may be text. */
export const hostileBytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  hostileText.map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
)

/** Members with these names, some left out and some with what does not belong there. */
export function hostileMembers(
  sound: Readonly<Record<string, unknown>>,
): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(sound).map(([name, value]) =>
    fc
      .oneof(
        { weight: 6, arbitrary: fc.constant({ [name]: value }) },
        { weight: 1, arbitrary: fc.constant({}) },
        { weight: 2, arbitrary: hostileValue.map((other) => ({ [name]: other })) },
      )
      .map((member): Record<string, unknown> => member),
  )
  const more = fc.dictionary(hostileText, hostileValue, { maxKeys: 1 })
  return fc
    .tuple(fc.tuple(...members), more)
    .map(([all, other]) => Object.assign({}, ...all, other) as Record<string, unknown>)
}

/** A JSON object that is almost sound, cut or wrapped now and then. */
export function hostileJson(sound: Readonly<Record<string, unknown>>): fc.Arbitrary<string> {
  const written = hostileMembers(sound).map((members) => JSON.stringify(members))
  return fc.oneof(
    { weight: 6, arbitrary: written },
    {
      weight: 1,
      arbitrary: fc.tuple(written, fc.nat(80)).map(([text, end]) => text.slice(0, end)),
    },
    { weight: 1, arbitrary: written.map((text) => `[${text}]`) },
    { weight: 1, arbitrary: hostileText },
  )
}
