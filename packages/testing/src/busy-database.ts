import pg from 'pg'

const pools = new Set<pg.Pool>()

// The product hides its pool; each one shows itself when it is first used.
const { prototype } = pg.Pool
type Connect = (this: pg.Pool, ...args: unknown[]) => unknown
// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const connect = prototype.connect as Connect
prototype.connect = function (this: pg.Pool, ...args: unknown[]) {
  pools.add(this)
  return connect.apply(this, args)
} as typeof prototype.connect

/** True while a database of this process is asked anything, so that a moved clock can wait for it. */
export function isDatabaseBusy(): boolean {
  for (const pool of pools) {
    if (pool.ended) pools.delete(pool)
    else if (pool.waitingCount > 0 || pool.totalCount > pool.idleCount) return true
  }
  return false
}
