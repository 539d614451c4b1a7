import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

/** Encryption and keyed hashes under the server's secret. */
export interface Sealing {
  /**
   * Encrypts a credential. `context` says whose it is (such as `acc_… client_key`). The result does not
   * contain it, but `open` needs the same one, so a sealed value cannot be moved elsewhere.
   */
  seal(plain: string, context: string): string
  /** The plain text. Throws `SealError` if the value was altered, moved, or sealed by an unknown secret. */
  open(sealed: string, context: string): string
  /**
   * The prefix of everything that is sealed under the newest secret, and of every hash that is made while
   * the secret is rolled. Values without it still need an older secret.
   */
  readonly mark: string
  /** Whether older secrets are given as well. */
  readonly isRolling: boolean
  /**
   * A fingerprint for looking up what must not be stored: 43 characters, different for each purpose, after
   * the mark while there are several secrets.
   */
  keyedHash(value: string, purpose: string): string
  /**
   * The fingerprints under every secret, marked and not, the one of `keyedHash` first: a look-up asks for
   * any of them.
   */
  keyedHashes(value: string, purpose: string): readonly [string, ...string[]]
  /** Authenticates a value that comes back soon, under the newest secret: 43 characters. */
  sign(value: string, purpose: string): string
}

/** A sealed value that cannot be opened. The message contains neither the value nor the context. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/** The shortest server secret: HKDF spreads entropy and cannot create any. */
const SECRET_CHARACTERS = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1'

/**
 * Seals with the first secret and opens with any: to roll it, put a new secret in front.
 * | AES-256-GCM with a random nonce; the keys come from HKDF-SHA256, one for each use.
 */
export function createSealing(
  secrets: readonly [string, ...string[]],
  randomBytes: (size: number) => Uint8Array,
): Sealing {
  if (secrets.some((secret) => secret.length < SECRET_CHARACTERS)) {
    throw new SealError(
      `The server secret is too short: give at least ${SECRET_CHARACTERS} random characters, for example from \`openssl rand -base64 32\`.`,
    )
  }
  const [first, ...older] = secrets
  const newest = keyOf(first)
  const keys = [newest, ...older.map(keyOf)]

  const hashKeys = new Map<string, KeyObject>()

  /** Each request with an API key needs one: derived once for each secret and purpose, which are few. */
  function hashKey({ id, secret }: SecretKey, purpose: string): KeyObject {
    const name = `${id} ${purpose}`
    const key = hashKeys.get(name) ?? derive(secret, `hash ${purpose}`)
    hashKeys.set(name, key)
    return key
  }

  const sign = (key: SecretKey, value: string, purpose: string): string =>
    createHmac('sha256', hashKey(key, purpose)).update(value).digest('base64url')
  const isRolling = keys.length > 1
  const fingerprint = (key: SecretKey, value: string, purpose: string): string =>
    (isRolling ? markOf(key) : '') + sign(key, value, purpose)

  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce)
      cipher.setAAD(boundContext(newest.id, context))
      const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final()])
      return `${markOf(newest)}${Buffer.concat([body, cipher.getAuthTag()]).toString('base64url')}`
    },
    open(sealed, context) {
      const [, id, body] = parse(sealed)
      const key = keys.find((candidate) => candidate.id === id)
      if (key === undefined) {
        throw new SealError(
          `The value was sealed by the secret ${id}, which this server does not have: give the older secret as well.`,
        )
      }
      const bytes = Buffer.from(body, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
        decipher.setAAD(boundContext(key.id, context))
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([plain, decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new SealError('The sealed value was altered, or belongs to something else.', {
          cause,
        })
      }
    },
    mark: markOf(newest),
    isRolling,
    keyedHash: (value, purpose) => fingerprint(newest, value, purpose),
    keyedHashes(value, purpose) {
      const signed = keys.map((key) => [markOf(key), sign(key, value, purpose)] as const)
      const [[mark, hash] = ['', '']] = signed
      return [
        isRolling ? mark + hash : hash,
        ...signed.flatMap(([mark, hash]) => [mark + hash, hash]),
      ]
    },
    sign: (value, purpose) => sign(newest, value, purpose),
  }
}

type SecretKey = { readonly secret: string; readonly id: string; readonly key: KeyObject }

function markOf({ id }: SecretKey): string {
  return `${FORMAT}.${id}.`
}

function keyOf(secret: string): SecretKey {
  const id = derive(secret, 'key id').export().toString('hex', 0, 4)
  return { secret, id, key: derive(secret, 'seal') }
}

/** Made once for each use: Node would import a key from bytes again at each call. */
function derive(secret: string, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `tael ${use}`, 32)))
}

function boundContext(keyId: string, context: string): Buffer {
  return Buffer.from(`${FORMAT}.${keyId}.${context}`)
}

function parse(sealed: string): readonly [format: string, keyId: string, body: string] {
  const parts = /^(v1)\.([0-9a-f]{8})\.([\w-]{38,})$/.exec(sealed)
  const [, format, id, body] = parts ?? []
  if (format === undefined || id === undefined || body === undefined) {
    throw new SealError('The value is not a sealed one.')
  }
  return [format, id, body]
}
