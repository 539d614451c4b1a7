import { isKnownCommand } from './commands.ts'
import type { Limit } from './limits.ts'
import type { Document, Piece, Section } from './read-document.ts'
import type { Repository } from './repository.ts'

/**
 * A number with what it counts. What was measured is written in digits; a number in words is told, and
 * tells nobody how fast or how often.
 */
const TIME = 'ms|s|seconds?|min|minutes?|h|hours?|days?'
const SIZE = 'bytes|bits|[KMG]i?B'
const RATE = 'a second|a minute|an hour|a day'
const COUNT =
  'answers|calls|characters|cuts|enquiries|kills|lines|orders|payers|payments|points|requests|restarts|rounds|rows|runs|scenarios|seeds|statements|steps|times|transactions'
const FIGURE = new RegExp(
  String.raw`(?<![\w.:-])\d+(?:[.,]\d+)*(?:\s(?:[a-z]+\s)?(?:${TIME}|${SIZE}|${RATE}|${COUNT})\b|%|\s(?:in|of)\s100\b|th percentile)`,
  'g',
)
/** Columns whose numbers are names: of an answer, a scenario, a setting. */
const CODES = ['respcd', 'status', '`txamt`']

/** Figures of which the document does not say which command measured them, and that are no limits. */
export function findBareFigures(
  document: Document,
  repository: Repository,
  limits: readonly Limit[],
): readonly string[] {
  const allowed = new Set(
    limits.filter((limit) => limit.document === document.path).map(({ figure }) => figure),
  )
  return document.sections.flatMap((section) => {
    const wrong = section.measured.flatMap((piece) => wrongMeasure(piece, document, repository))
    if (section.measured.length > 0) return wrong
    return figuresIn(section)
      .filter(({ text }) => !allowed.has(text))
      .map(
        ({ text, line }) =>
          `${document.path}:${line} says ${text}; "Measured by" and a command is not there, nor does test/documents/limits.ts know it as a limit`,
      )
  })
}

/** Limits that no document mentions any more, or that differ from the source. */
export function findStaleLimits(
  limits: readonly Limit[],
  documents: ReadonlyMap<string, Document>,
  { has, read }: Repository,
): readonly string[] {
  return limits.flatMap(({ document, figure, source, text }) => {
    const sections = documents.get(document)?.sections ?? []
    const isTold = sections
      .filter(({ measured }) => measured.length === 0)
      .some((section) => figuresIn(section).some((one) => one.text === figure))
    return [
      ...(isTold ? [] : [`${document} says ${figure} no more: it is not a limit to be listed`]),
      ...(has(source) && read(source).includes(text)
        ? []
        : [`${document} says ${figure}, and ${source} does not say ${text}`]),
    ]
  })
}

function figuresIn({ prose, numbers }: Section): readonly Piece[] {
  return [
    ...prose.flatMap(({ text, line }) =>
      [...text.matchAll(FIGURE)].map((match) => ({
        text: match[0].replace(/\s+/g, ' '),
        line: line + text.slice(0, match.index).split('\n').length - 1,
      })),
    ),
    ...numbers.filter(({ column }) => !CODES.includes(column)),
  ]
}

/** "Measured by `npm run crash`, on two cores, 2026-11-28." */
function wrongMeasure(
  { text, line }: Piece,
  document: Document,
  repository: Repository,
): readonly string[] {
  const [, command = ''] = /^Measured by `([^`]+)`/.exec(text) ?? []
  return [
    ...(isKnownCommand(command.replaceAll('\n', ' '), document, repository)
      ? []
      : [`${document.path}:${line} is measured by a command that is not there`]),
    ...(/\b\d{4}-\d\d-\d\d\b/.test(text)
      ? []
      : [`${document.path}:${line} does not say on which day it was measured`]),
  ]
}
