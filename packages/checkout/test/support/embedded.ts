/** The engine below the embedded database, for tests and benchmarks that fill it row by row. */
export { openEmbedded } from '../../src/database/embedded/embedded.ts'
