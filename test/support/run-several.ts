// Each argument is a command of tael, as JSON: runs one after the other, with a zero behind what each has said.
import { createProgram } from '../../packages/cli/src/program.ts'

for (const command of process.argv.slice(2)) {
  await createProgram().parseAsync(JSON.parse(command) as string[], { from: 'user' })
  process.stdout.write('\0')
}
