import pg from 'pg'

/** What a payment leaves, each table after those that it refers to. */
const TABLES = [
  'payment',
  'attempt',
  'event',
  'exchange',
  'notification',
  'webhook_delivery',
  'idempotency_key',
]
/** Texts that may not stand there twice. */
const UNIQUE = ['reference', 'code_hash', 'digest', 'key', 'syssn', 'wechat_transaction']
const ID = '^(pay|att|evt|ntf|whd|exc)_'
const PREFIX = 'pay_'.length
/** Of an id, after its prefix, what says when it was made: so many digits of Crockford's base 32. */
const TIME = 10
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/** Copies everything that was paid so often, each copy so much earlier than the one before, its ids too. */
export async function copyRows(
  connection: pg.PoolConfig,
  { copies, everyMs }: { readonly copies: number; readonly everyMs: number },
): Promise<void> {
  // One connection, which keeps its settings.
  const client = new pg.Pool({ ...connection, max: 1, idleTimeoutMillis: 0 })
  try {
    // Without the checks of foreign keys, which the copies keep.
    await client.query('set session_replication_role = replica')
    const now = Date.now()
    const all = Array.from({ length: copies }, (_, index) => {
      const earlierMs = (index + 1) * everyMs
      return { number: index + 1, made: timeInId(now - earlierMs), earlierMs }
    })
    await client.query(
      `create temp table copy as
       select number, made, "earlierMs" * interval '1 millisecond' as earlier
       from json_to_recordset($1) as each (number integer, made text, "earlierMs" float8)`,
      [JSON.stringify(all)],
    )
    for (const table of TABLES) {
      const { rows } = await client.query<{ name: string; type: string }>(COLUMNS, [table])
      const names = rows.map(({ name }) => name)
      const values = rows.map(({ name, type }) => valueOf(name, type))
      // The oldest first, as they would have come.
      await client.query(
        `insert into ${table} (${names.join(', ')})
         select ${values.join(', ')} from ${table} as original, copy order by number desc`,
      )
    }
    await client.query('vacuum (analyze)')
  } finally {
    await client.end()
  }
}

const COLUMNS = `select column_name as name, data_type as type from information_schema.columns
  where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`

function valueOf(name: string, type: string): string {
  const original = `original.${name}`
  if (type.startsWith('timestamp')) return `${original} - earlier`
  if (type !== 'text') return original
  if (UNIQUE.includes(name)) return `${original} || '-' || lpad(number::text, 8, '0')`
  const moved = `left(${original}, ${PREFIX}) || made || substr(${original}, ${PREFIX + TIME + 1})`
  return `case when ${original} ~ '${ID}' then ${moved} else ${original} end`
}

function timeInId(ms: number): string {
  const digits = Array.from({ length: TIME }, (_, place) => Math.floor(ms / 32 ** place) % 32)
  return digits
    .toReversed()
    .map((digit) => DIGITS.charAt(digit))
    .join('')
}
