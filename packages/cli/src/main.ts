import { EXIT, say } from './output.ts'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  say(error instanceof Error ? error.message : String(error), process.stderr)
  process.exit(EXIT.failure)
}
