import {
  type Parameters,
  type SignType,
  isSameSignature,
  sign,
  signingString,
  withoutEmpty,
} from './signing.ts'

export type SignedRequest = {
  readonly parameters: Parameters
  readonly appCode: string
  readonly clientKey: string
  readonly signType: SignType
  readonly received: string
  /** Keys of the other merchants, to recognize one that was mistaken for another. */
  readonly otherKeys?: readonly string[]
}

/**
 * Names the mistake behind a wrong signature, by making it: whichever usual mistake produces the
 * received signature is the one that was made.
 */
export function explainSignature(request: SignedRequest): string {
  const { parameters, clientKey, signType, received, otherKeys = [] } = request
  if (received === '') return 'There is no signature: send it in the header X-QF-SIGN.'
  const made = mistakes(request).find(({ texts }) =>
    texts.some((text) => isSameSignature(sign(text, '', signType), received)),
  )
  if (made !== undefined) return made.says

  const right = signingString(parameters)
  if (isSameSignature(sign(right, clientKey, signType === 'MD5' ? 'SHA256' : 'MD5'), received)) {
    return signType === 'MD5'
      ? 'The signature is SHA-256, but the header X-QF-SIGNTYPE: SHA256 is missing, so MD5 is expected.'
      : 'The signature is MD5, but X-QF-SIGNTYPE announces SHA256.'
  }
  if (otherKeys.some((key) => isSameSignature(sign(right, key, signType), received))) {
    return "The text is right, but it was signed with another merchant's client_key."
  }
  if (!/^([0-9a-f]{32}|[0-9a-f]{64})$/i.test(received)) {
    return 'The signature is not hexadecimal text of 32 (MD5) or 64 (SHA256) digits.'
  }
  return 'No usual mistake explains it. Compare your text with the expected one, character by character; if they are the same, the client_key is wrong, or belongs to another app_code.'
}

type Mistake = { readonly texts: readonly string[]; readonly says: string }

function mistakes({ parameters, appCode, clientKey }: SignedRequest): readonly Mistake[] {
  const right = signingString(parameters)
  const sent = Object.entries(parameters).filter(([name]) => name !== 'sign')
  const joined = sent.map(([name, value]) => `${name}=${value}`)
  const sorted = (entries: readonly (readonly [string, string])[]): string =>
    signingString(Object.fromEntries(entries))
  const withValues = (change: (value: string) => string): string =>
    sorted(sent.map(([name, value]) => [name, change(value)]))
  const withNames = (change: (name: string) => string): string =>
    sorted(sent.map(([name, value]) => [change(name), value]))
  const keyed = (...texts: readonly string[]): readonly string[] =>
    texts.map((text) => text + clientKey)

  return [
    {
      texts: keyed(
        withValues(encodeURIComponent),
        withValues(formEncode),
        withValues(encodeURI),
        // PHP's urlencode and Java's URLEncoder differ from a form only in these.
        withValues((value) => formEncode(value).replaceAll('~', '%7E')),
        // Often it is one value only, such as a name in Chinese.
        ...sent.map(([alone]) =>
          sorted(sent.map(([name, v]) => [name, name === alone ? encodeURIComponent(v) : v])),
        ),
      ),
      says: 'The values were URL-encoded before they were signed: sign the plain values, encode afterwards.',
    },
    {
      texts: keyed(`${right}&key=`, `${right}key=`),
      says: 'WeChat’s “&key=” stands before the client_key: QFPay wants the key right behind the text.',
    },
    { texts: keyed(`${right}&`), says: 'An “&” stands between the text and the client_key.' },
    { texts: [right], says: 'The client_key was not added behind the text.' },
    { texts: [clientKey + right], says: 'The client_key stands before the text, not behind it.' },
    {
      texts: [right + clientKey.toLowerCase()],
      says: 'The client_key was put in lower case before it was added.',
    },
    { texts: [right + appCode], says: 'The app_code was used in place of the client_key.' },
    {
      texts: keyed(
        withNames(camelCase),
        withNames((name) => name.toLowerCase()),
        withNames((name) => name.toUpperCase()),
      ),
      says: 'The names were signed in another case than they were sent in: names are case-sensitive.',
    },
    {
      texts: keyed(
        sorted([...sent, ['app_code', appCode]]),
        sorted([...sent, ['appcode', appCode]]),
      ),
      says: 'app_code was signed too: except in get_weixin_oauth_code it is a header and is not signed.',
    },
    {
      texts: keyed(sorted(sent.filter(([name]) => name !== 'app_code'))),
      says: 'app_code was left out: in get_weixin_oauth_code it is a parameter and is signed.',
    },
    {
      texts: keyed(sorted(sent.filter(([name]) => name !== 'mchid'))),
      says: 'mchid was sent but not signed.',
    },
    {
      texts: keyed(
        [...joined, 'sign='].sort().join('&'),
        [...joined, `sign=${parameters['sign'] ?? ''}`].sort().join('&'),
      ),
      says: 'The parameter sign was signed itself: leave it out.',
    },
    {
      texts: keyed(
        joined.join('&'),
        [...joined].reverse().join('&'),
        [...joined].sort().join('&'),
        [...joined].sort((a, b) => a.localeCompare(b, 'en')).join('&'),
        [...joined].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join('&'),
      ),
      says: 'The parameters are in the wrong order: sort by name, in byte order (upper case, _, lower case).',
    },
    {
      texts: keyed(right.replaceAll('&', '')),
      says: 'The parameters were joined without “&”.',
    },
    {
      texts: keyed(`${right}\n`, `${right} `),
      says: 'A line break or a blank stands behind the text.',
    },
    {
      texts: keyed(
        withValues((value) => value.trim()),
        sorted(
          Object.entries(withoutEmpty(parameters)).map(([name, value]) => [name, value.trim()]),
        ),
      ),
      says: 'The values were trimmed before they were signed, but sent as they were.',
    },
  ]
}

function formEncode(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2)
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
