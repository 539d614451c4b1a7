import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api'

/** Which side of a call a span shows. */
export type SpanSide = keyof typeof KINDS

const KINDS = {
  serves: SpanKind.SERVER,
  asks: SpanKind.CLIENT,
  works: SpanKind.INTERNAL,
} as const

/**
 * Runs `work` in a span. Costs nothing unless the process has set up an SDK of OpenTelemetry. No
 * attribute may hold a secret, an address' query or anything personal.
 */
export async function inSpan<Result>(
  {
    name,
    side,
    attributes,
    parent = context.active(),
  }: {
    readonly name: string
    readonly side: SpanSide
    readonly attributes?: Attributes
    readonly parent?: Context
  },
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const tracer = trace.getTracer('@tael/checkout')
  const options = { kind: KINDS[side], ...(attributes && { attributes }) }
  return tracer.startActiveSpan(name, options, parent, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      // The message may name what no trace may show.
      const message = error instanceof Error ? error.name : 'unknown'
      span.setStatus({ code: SpanStatusCode.ERROR, message })
      throw error
    } finally {
      span.end()
    }
  })
}

/** The caller's span, as their request names it. */
export function parentOf(headers: Headers): Context {
  return propagation.extract(context.active(), headers, {
    get: (from, key) => from.get(key) ?? undefined,
    keys: (from) => [...from.keys()],
  })
}
