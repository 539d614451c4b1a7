import { posix } from 'node:path'
import { createProgram } from '../../packages/cli/src/program.ts'
import type { Document, Piece } from './read-document.ts'
import { matches, type Repository } from './repository.ts'

/** What one command takes. */
type Command = {
  /** By name, `--seed`: is it followed by a value? */
  readonly flags: ReadonlyMap<string, boolean>
  readonly takesArguments: boolean
}

/** A command that a document names, or why it does not exist. */
type Named =
  | { readonly command: Command; readonly words: readonly string[] }
  | { readonly problem: string }

type Scripts = Readonly<Record<string, string>>

const SHELL = ['', 'sh', 'bash', 'shell', 'console']
/** What ends a command within a line, or stands for what the readers put there themselves. */
const END = /^(?:[<>|#].*|&&|;|\\)$/
/** npm's own, beside those that start a script. */
const OF_NPM = ['ci', 'install']
const NOTHING: Command = { flags: new Map(), takesArguments: false }
const OF_NPM_COMMAND: Command = { flags: new Map([['--prefix', true]]), takesArguments: true }

/** Commands and flags that a document names and that are not there. */
export function findUnknownCommands(document: Document, repository: Repository): readonly string[] {
  const named = commandsIn(document).flatMap(({ text, line }) => {
    const command = readCommand(text, document, repository)
    return command === undefined ? [] : [{ ...command, text, line }]
  })
  const known = named.flatMap((one) => ('command' in one ? [one.command] : []))
  return [
    ...named.flatMap((one) => {
      const problem = 'problem' in one ? one.problem : misuse(one.command, one.words)
      return problem === undefined ? [] : [`${document.path}:${one.line}: ${one.text}: ${problem}`]
    }),
    // A flag alone belongs to one of the commands that the document names.
    ...document.spans.flatMap(({ text, line }) => {
      const [flag = ''] = /^--[\w-]+/.exec(text) ?? []
      if (flag === '' || known.some(({ flags }) => flags.has(flag))) return []
      return [`${document.path}:${line} names ${flag}, and no command that it names takes that`]
    }),
  ]
}

/** Whether a document may call this a command: it is one of ours, and it is there. */
export function isKnownCommand(text: string, document: Document, repository: Repository): boolean {
  const named = readCommand(text, document, repository)
  return (
    named !== undefined && 'command' in named && misuse(named.command, named.words) === undefined
  )
}

function commandsIn({ spans, blocks }: Document): readonly Piece[] {
  const lines = blocks
    .filter(({ language }) => SHELL.includes(language))
    .flatMap(({ text, line }) =>
      text.split('\n').map((one, index) => ({ text: one.trim(), line: line + index })),
    )
  return [...spans.map(({ text, line }) => ({ text: text.replaceAll('\n', ' '), line })), ...lines]
}

/** Undefined if the line is not one of our commands. */
function readCommand(text: string, document: Document, repository: Repository): Named | undefined {
  if (/\bnpx (?!--no tael\b).*\btael\b/.test(text)) {
    return { problem: "outside a clone npx fetches another author's tael: write npx --no tael" }
  }
  const words = wordsOf(text)
  const [program, ...rest] = words
  if (program === 'npm') return npmCommand(rest, repository)
  if (program === 'tael') return taelCommand(rest)
  if (program === 'npx') return rest[1] === 'tael' ? taelCommand(rest.slice(2)) : undefined
  if (program === 'node') return nodeCommand(rest, document, repository)
  if (program === 'python3') {
    const [file = ''] = rest
    return isThere(file, document, repository)
      ? { command: { ...NOTHING, takesArguments: true }, words: rest.slice(1) }
      : { problem: `there is no ${file}` }
  }
  return undefined
}

function wordsOf(text: string): readonly string[] {
  const words = text.match(/'[^']*'|"[^"]*"|\S+/g) ?? []
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const own = words.slice(Math.max(start, 0))
  const end = own.findIndex((word) => END.test(word))
  return (end === -1 ? own : own.slice(0, end)).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))
}

/** A flag that is not taken, or an argument where none is. */
function misuse({ flags, takesArguments }: Command, words: readonly string[]): string | undefined {
  for (let index = 0; index < words.length; index++) {
    const [word = '', value] = (words[index] ?? '').split('=')
    if (word.startsWith('--')) {
      const takesValue = flags.get(word)
      if (takesValue === undefined) return `it takes no ${word}`
      if (takesValue && value === undefined) index++
    } else if (word === '…') return undefined
    else if (!takesArguments) return `it takes no ${word}`
  }
  return undefined
}

function npmCommand([first = '', ...rest]: readonly string[], repository: Repository): Named {
  if (OF_NPM.includes(first)) return { command: OF_NPM_COMMAND, words: rest }
  const isShort = first === 'test' || first === 'start'
  if (first !== 'run' && !isShort) return { problem: `npm has no ${first}` }
  const [name = '', ...others] = isShort ? [first, ...rest] : rest
  const script = scriptsOf(repository)[name]
  if (script === undefined) return { problem: `package.json has no script ${name}` }
  const [separator, ...words] = others
  if (separator !== undefined && separator !== '--')
    return { problem: `-- is missing before ${separator}` }
  const [, file] = /(\S+\.(?:ts|mjs))/.exec(script) ?? []
  return { command: file === undefined ? NOTHING : commandOf(sourceOf(file, repository)), words }
}

function scriptsOf({ read }: Repository): Scripts {
  return (JSON.parse(read('package.json')) as { readonly scripts: Scripts }).scripts
}

function taelCommand(words: readonly string[]): Named {
  let program = createProgram()
  let index = 0
  while (program.commands.length > 0 && index < words.length) {
    const word = words[index] ?? ''
    if (word === '…' || word.startsWith('--')) break
    const sub = program.commands.find((one) => one.name() === word)
    if (sub === undefined) return { problem: `${program.name()} has no ${word}` }
    program = sub
    index++
  }
  const flags = program.options.map(
    ({ long, required, optional }) => [long ?? '', required || optional] as const,
  )
  return {
    command: {
      flags: new Map([...flags, ['--help', false]]),
      takesArguments: program.registeredArguments.length > 0,
    },
    words: words.slice(index),
  }
}

/** `node --flags file words`, or `node --test files`. */
function nodeCommand(words: readonly string[], document: Document, repository: Repository): Named {
  const start = words.findIndex((word) => !word.startsWith('--'))
  if (start === -1) return { command: NOTHING, words: [] }
  const flags = words.slice(0, start).map((word) => word.split('=')[0] ?? '')
  const unknown = flags.find((flag) => !isOfNode(flag))
  if (unknown !== undefined) return { problem: `Node takes no ${unknown}` }
  const isTest = flags.includes('--test')
  const files = isTest ? words.slice(start) : words.slice(start, start + 1)
  // The reader's own program.
  if (files[0] === '…') return { command: NOTHING, words: [] }
  const missing = files.find((file) => !isThere(file, document, repository))
  if (missing !== undefined) return { problem: `there is no ${missing}` }
  return isTest
    ? { command: NOTHING, words: [] }
    : { command: commandOf(sourceOf(files[0] ?? '', repository)), words: words.slice(start + 1) }
}

function isOfNode(flag: string): boolean {
  return flag === '--test' || process.allowedNodeEnvironmentFlags.has(flag)
}

function isThere(path: string, document: Document, { files, has }: Repository): boolean {
  if (path === '') return false
  if (path.includes('*')) return files.some((file) => matches(file, path))
  return has(path) || has(posix.join(posix.dirname(document.path), path))
}

const RUN_EXAMPLE = '@tael-examples/common/run-example'

/** An example's command is what starts it. */
function sourceOf(file: string, { read }: Repository): string {
  const source = read(file)
  return source.includes(RUN_EXAMPLE) ? read('examples/common/src/read-options.ts') : source
}

/** What a script says to `parseArgs`; one that looks at argv itself may take anything else. */
function commandOf(source: string): Command {
  const options = source.includes('parseArgs(')
    ? source.matchAll(/(?:^\s+|\{ )'?([\w-]+)'?: \{\s*type: '(string|boolean)'/gm)
    : []
  return {
    flags: new Map([...options].map(([, name = '', type]) => [`--${name}`, type === 'string'])),
    takesArguments: /process\.argv|allowPositionals: true/.test(source),
  }
}
