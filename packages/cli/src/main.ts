import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import { EXIT, say } from './output.ts'
import { createProgram } from './program.ts'

// Node gives each of a name's addresses 250 ms, and on a long way all of them fail: the database's too.
setDefaultAutoSelectFamilyAttemptTimeout(2_500)

try {
  await createProgram().parseAsync()
} catch (error) {
  say(error instanceof Error ? error.message : String(error), process.stderr)
  process.exit(EXIT.failure)
}
