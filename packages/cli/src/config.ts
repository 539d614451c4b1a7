import { operatorKeyProblem, type LogLevel } from '@tael/checkout'

/** What `tael serve` reads from the environment. */
export type Config = {
  readonly database: { readonly url: string } | { readonly directory: string }
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  readonly operatorKey: string | undefined
  readonly port: number
  readonly host: string
  readonly logLevel: LogLevel
  readonly allowsPrivateWebhooks: boolean
}

const KNOWN = [
  'TAEL_ALLOW_PRIVATE_WEBHOOKS',
  'TAEL_PUBLIC_URL',
  'TAEL_SECRET',
  'TAEL_OPERATOR_KEY',
  'TAEL_DATA',
  'TAEL_HOST',
  'TAEL_LOG',
  'TAEL_PORT',
]
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** Reads the environment, and says everything that is wrong with it at once. */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const problems = Object.keys(env)
    .filter((name) => name.startsWith('TAEL_') && !KNOWN.includes(name))
    .map((name) => `${name} is not known; did you mean one of ${KNOWN.join(', ')}?`)

  const publicUrl = env['TAEL_PUBLIC_URL'] ?? ''
  if (!isOrigin(publicUrl)) {
    problems.push(
      'TAEL_PUBLIC_URL must be the origin payers reach, such as https://pay.example.com',
    )
  }
  const [newest = '', ...older] = (env['TAEL_SECRET'] ?? '').split(',').map((one) => one.trim())
  if ([newest, ...older].some((secret) => secret.length < 32)) {
    problems.push(
      'TAEL_SECRET must be at least 32 random characters (openssl rand -base64 32); to rotate, "new,old"',
    )
  }
  const operatorKey = env['TAEL_OPERATOR_KEY']
  const keyProblem = operatorKey === undefined ? undefined : operatorKeyProblem(operatorKey)
  if (keyProblem !== undefined) problems.push(`TAEL_OPERATOR_KEY ${keyProblem}`)
  const port = Number(env['TAEL_PORT'] ?? env['PORT'] ?? 4000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push('TAEL_PORT must be a port')
  const logLevel = LEVELS.find((level) => level === (env['TAEL_LOG'] ?? 'info'))
  if (logLevel === undefined) problems.push(`TAEL_LOG must be one of ${LEVELS.join(', ')}`)
  const allowPrivate = env['TAEL_ALLOW_PRIVATE_WEBHOOKS'] ?? 'false'
  if (!['true', 'false'].includes(allowPrivate)) {
    problems.push('TAEL_ALLOW_PRIVATE_WEBHOOKS must be true or false')
  }
  const url = env['DATABASE_URL']
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) {
    problems.push('DATABASE_URL must be a postgres:// address')
  }
  if (problems.length > 0 || logLevel === undefined) return { problems }
  return {
    config: {
      database: url === undefined ? { directory: env['TAEL_DATA'] ?? '.tael/data' } : { url },
      publicUrl,
      secrets: [newest, ...older],
      operatorKey,
      port,
      host: env['TAEL_HOST'] ?? '127.0.0.1',
      logLevel,
      allowsPrivateWebhooks: allowPrivate === 'true',
    },
  }
}

function isOrigin(text: string): boolean {
  return (
    URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
  )
}
