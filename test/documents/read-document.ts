import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'

export type Piece = { readonly text: string; readonly line: number }

type Block = Piece & { readonly language: string }

/** What stands between two headings. */
export type Section = {
  readonly line: number
  /** Paragraphs and table cells as they are read, without what is set as code. */
  readonly prose: readonly Piece[]
  /** Cells that hold a number and nothing else, with the head of their column. */
  readonly numbers: readonly (Piece & { readonly column: string })[]
  /** Paragraphs that begin with "Measured by", as they are written. */
  readonly measured: readonly Piece[]
}

/** One Markdown document, taken apart into what can be checked. */
export type Document = {
  readonly path: string
  readonly lines: readonly string[]
  readonly anchors: readonly string[]
  /** Targets of links and pictures. */
  readonly links: readonly Piece[]
  /** `what is set as code` within a line. */
  readonly spans: readonly Piece[]
  readonly blocks: readonly Block[]
  readonly sections: readonly Section[]
}

type Placed = { readonly token: MarkedToken; readonly line: number }

export function readDocument(path: string, text: string): Document {
  const placed = place(text, lexer(text))
  const headings = placed.flatMap(({ token }) => (token.type === 'heading' ? [token.text] : []))
  return {
    path,
    lines: text.split('\n'),
    anchors: headings.map(anchorOf),
    links: placed.flatMap(({ token, line }) =>
      token.type === 'link' || token.type === 'image' ? [{ text: token.href, line }] : [],
    ),
    spans: placed.flatMap(({ token, line }) =>
      token.type === 'codespan' ? [{ text: token.text, line }] : [],
    ),
    blocks: placed.flatMap(({ token, line }) =>
      token.type === 'code' ? [blockOf(token, line)] : [],
    ),
    sections: sectionsOf(placed),
  }
}

/** Every token with its line, in the order of the text. */
function place(text: string, tokens: readonly Token[]): readonly Placed[] {
  const placed: Placed[] = []
  let cursor = 0
  let line = 1
  const visit = (token: Token): void => {
    const at = text.indexOf(token.raw, cursor)
    // A piece that was indented does not stand there as it is: it is where the last one was.
    const start = at === -1 ? cursor : at
    line += newlines(text.slice(cursor, start))
    cursor = start
    placed.push({ token: token as MarkedToken, line })
    const children = childrenOf(token as MarkedToken)
    children.forEach(visit)
    if (children.length > 0 || at === -1) return
    cursor = start + token.raw.length
    line += newlines(token.raw)
  }
  tokens.forEach(visit)
  return placed
}

function childrenOf(token: MarkedToken): readonly Token[] {
  if (token.type === 'table') return cellsOf(token).flatMap(({ tokens }) => tokens)
  if (token.type === 'list') return token.items
  return ('tokens' in token ? token.tokens : undefined) ?? []
}

function cellsOf({ header, rows }: Tokens.Table): readonly Tokens.TableCell[] {
  return [...header, ...rows.flat()]
}

function blockOf({ text, lang, codeBlockStyle }: Tokens.Code, line: number): Block {
  const isIndented = codeBlockStyle === 'indented'
  return { text, language: lang ?? '', line: isIndented ? line : line + 1 }
}

function sectionsOf(placed: readonly Placed[]): readonly Section[] {
  const starts = placed.flatMap(({ token }, index) => (token.type === 'heading' ? [index] : []))
  return [0, ...starts].flatMap((start, index) => {
    const own = placed.slice(start, starts[index] ?? placed.length)
    const paragraphs = own.flatMap(({ token, line }) =>
      // What stands in a list without blank lines is called a text.
      token.type === 'paragraph' || (token.type === 'text' && token.tokens !== undefined)
        ? [{ token, line }]
        : [],
    )
    return {
      line: own[0]?.line ?? 1,
      prose: [
        ...paragraphs.map(({ token, line }) => ({ text: proseOf(token.tokens ?? []), line })),
        ...own.flatMap(({ token, line }) => (token.type === 'table' ? proseIn(token, line) : [])),
      ],
      numbers: own.flatMap(({ token, line }) =>
        token.type === 'table' ? numbersIn(token, line) : [],
      ),
      measured: paragraphs
        .filter(({ token }) => token.raw.startsWith('Measured by'))
        .map(({ token, line }) => ({ text: token.raw, line })),
    }
  })
}

/** A table's line is its head's; the first row stands below the rule. */
const lineOfRow = (tableLine: number, row: number): number => tableLine + 2 + row

function proseIn({ header, rows }: Tokens.Table, line: number): readonly Piece[] {
  return [
    ...header.map(({ tokens }) => ({ text: proseOf(tokens), line })),
    ...rows.flatMap((row, index) =>
      row.map(({ tokens }) => ({ text: proseOf(tokens), line: lineOfRow(line, index) })),
    ),
  ]
}

function numbersIn(table: Tokens.Table, line: number): Section['numbers'] {
  return table.rows.flatMap((row, index) =>
    row.flatMap(({ text }, column) =>
      /^\d[\d.,]*$/.test(text)
        ? [{ text, line: lineOfRow(line, index), column: table.header[column]?.text ?? '' }]
        : [],
    ),
  )
}

function proseOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'codespan') return '`'
      const children = childrenOf(token as MarkedToken)
      return children.length > 0 ? proseOf(children) : token.raw
    })
    .join('')
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-')
}

function newlines(text: string): number {
  return text.split('\n').length - 1
}
