import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import { EXIT, say } from './output.ts'
import { createProgram } from './program.ts'

// Node gives each address of a name 250 ms, which is too short for all of them on a long route, the database's too.
setDefaultAutoSelectFamilyAttemptTimeout(2_500)

try {
  await createProgram().parseAsync()
} catch (error) {
  say(error instanceof Error ? error.message : String(error), process.stderr)
  process.exit(EXIT.failure)
}
