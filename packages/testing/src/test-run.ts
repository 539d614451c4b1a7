/**
 * What the global setup makes once for all test processes; the environment carries it to them.
 * Each is undefined in a test file that runs by itself, which then makes its own.
 */
export const testRun = {
  /** Address of a PostgreSQL server on which tests may create and drop databases. */
  get databaseUrl(): string | undefined {
    return process.env['TAEL_TEST_DATABASE_URL']
  },
  set databaseUrl(url: string | undefined) {
    if (url === undefined) delete process.env['TAEL_TEST_DATABASE_URL']
    else process.env['TAEL_TEST_DATABASE_URL'] = url
  },
  /** What every throw-away PostgreSQL begins from: `preparePostgres` made it. */
  get postgresFolder(): string | undefined {
    return process.env['TAEL_TEST_POSTGRES']
  },
  set postgresFolder(path: string) {
    process.env['TAEL_TEST_POSTGRES'] = path
  },
  /** Where tests run that only use a database; others run on both engines. */
  get engine(): 'pglite' | 'postgres' {
    return process.env['TAEL_TEST_ENGINE'] === 'pglite' ? 'pglite' : 'postgres'
  },
  /** Whether pages are walked in each language, routes asked in each form and so on, instead of by turns. */
  get isThorough(): boolean {
    return process.env['TAEL_TEST_THOROUGH'] === 'yes'
  },
  /** A file with a copy of a migrated embedded database. */
  get templatePath(): string | undefined {
    return process.env['TAEL_TEST_TEMPLATE']
  },
  set templatePath(path: string) {
    process.env['TAEL_TEST_TEMPLATE'] = path
  },
}
