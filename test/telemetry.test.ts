import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, it } from 'node:test'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'
import { parser } from '@prometheus-io/lezer-promql'
import { createLog, openMetrics, systemClock } from '@tael/checkout'
import { SECOND_MS } from '@tael/testing/durations'
import { parse } from 'yaml'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'
import { joinWorld, type JoinedWorld, type Payment } from './support/joined-world.ts'
import { makePaid, passUntilOver, requestRefund } from './support/refunding.ts'

type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
/** What Prometheus itself adds. */
const OF_PROMETHEUS = ['up']

describeOnDatabase('metrics and traces', (database) => {
  const spans = new InMemorySpanExporter()
  let world: JoinedWorld
  let text: string
  let samples: readonly Sample[]
  let payment: Payment

  before(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
    )
    const metrics = await openMetrics()
    const log = createLog({ clock: systemClock, level: 'silent' })
    world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { metrics, log, shop: () => Promise.resolve(new Response(null, { status: 204 })) },
    )
    await world.call('/v1/webhook_endpoints', { url: 'https://shop.example.com/a-secret-path' })
    payment = await makePaid(world, 1000)
    await passUntilOver(world, await requestRefund(world, payment, { amount: 400 }))
    await world.call(`/v1/payments/${payment.id}/refunds`, { amount: 601 })
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T04:10:00Z' }
    await world.call('/v1/reconciliations', range)
    await world.pass(30 * SECOND_MS)
    text = await world.checkout.readMetrics()
    samples = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(
      ([, name = '', labels, value]) => ({
        name,
        labels: Object.fromEntries(
          [...(labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, one]) => [
            key,
            one,
          ]),
        ) as Record<string, string>,
        value: Number(value),
      }),
    )
  })
  after(async () => {
    trace.disable()
    context.disable()
    await world.close()
  })

  const valueOf = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
    samples
      .filter((one) => one.name === name)
      .filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value))
      .reduce((sum, { value }) => sum + value, 0)

  it('count a payment, its proof, its enquiries, its refund and its webhooks', () => {
    assert.equal(valueOf('tael_events_total', { type: 'payment.succeeded' }), 1)
    assert.equal(valueOf('tael_events_total', { type: 'refund.succeeded' }), 1)
    assert.equal(valueOf('tael_payment_proof_seconds_count'), 1)
    assert.ok(valueOf('tael_enquiry_verdicts_total', { verdict: 'paid' }) >= 1)
    assert.ok(
      valueOf('tael_outgoing_request_seconds_count', {
        to: 'gateway',
        endpoint: '/trade/v1/payment',
        status: '2xx',
      }) >= 1,
    )
    const webhooks = valueOf('tael_outgoing_request_seconds_count', { to: 'webhook' })
    assert.ok(webhooks >= 2)
    assert.equal(valueOf('tael_log_lines_total', { event: 'webhook.delivered' }), webhooks)
    const refused = { method: 'POST', route: '/v1/payments/:payment/refunds', status: '4xx' }
    assert.equal(valueOf('tael_http_request_seconds_count', refused), 1)
  })

  it('show the state of this moment', () => {
    assert.equal(valueOf('tael_database_answers'), 1)
    assert.equal(valueOf('tael_payments_in_review'), 0)
    assert.equal(valueOf('tael_work_lag_seconds', { work: 'webhook' }), 0)
    const left = valueOf('tael_budget_left_ratio')
    assert.ok(left > 0 && left <= 1, String(left))
  })

  it('count an event when its transaction commits, and only then', async () => {
    const count = async () =>
      /tael_events_total\{type="payment.created"\} (\d+)/.exec(
        await world.checkout.readMetrics(),
      )?.[1]
    const before_ = await count()
    await world.call('/v1/payments', { reference: 'of nobody', amount: 1, currency: 'XXX' })
    assert.equal(await count(), before_)
    await world.createPayment()
    assert.equal(await count(), String(Number(before_) + 1))
  })

  it('make a span of each request, of what it asks others, and of background work', () => {
    const all = spans.getFinishedSpans()
    const named = (name: string): ReadableSpan => {
      const span = all.find((one) => one.name === name)
      assert.ok(span, `${name} is none of ${[...new Set(all.map((one) => one.name))].join(', ')}`)
      return span
    }
    const served = named('GET /pay/:payment/authorized/:state')
    const asked = all.filter(({ name }) => name === 'POST /trade/v1/payment')
    assert.ok(
      asked.some((span) => span.spanContext().traceId === served.spanContext().traceId),
      'the order that a payer asked for belongs to their request',
    )
    assert.match(String(served.attributes['tael.request_id']), /^req_/)
    named('POST webhook')
    named('task refund')
  })

  it('are the spans that the documents list, with their attributes', () => {
    const document = read('docs/operating.md')
    const traces = document.slice(document.indexOf('## Traces'), document.indexOf('## Dashboard'))
    const kinds = [
      ...traces.matchAll(/^\| `([^`]+)` +\| (server|client|internal) +\|[^|]+\|(.+)\|$/gm),
    ].map(([, name = '', kind, attributes = '']) => ({
      name,
      kind,
      attributes: [...attributes.matchAll(/`([\w.]+)`/g)].map(([, key]) => key).toSorted(),
    }))
    const listed = [...traces.matchAll(/^\| `([^`{}]+)` +\|[^|]+\|$/gm)].map(([, name]) => name)
    const all = spans.getFinishedSpans()
    const seen = new Set<string>()
    for (const { name, kind, attributes } of all) {
      const ofKind = kinds.filter((one) => one.kind === ['internal', 'server', 'client'][kind])
      const shape =
        ofKind.find((one) => one.name === name) ?? ofKind.find((one) => one.name.includes('{'))
      assert.ok(shape, name)
      seen.add(shape.name)
      assert.deepEqual(Object.keys(attributes).toSorted(), shape.attributes, name)
      const of = (key: string): string => String(attributes[key])
      const said = `${of('http.request.method')} ${of(shape.kind === 'server' ? 'http.route' : 'url.path')}`
      if (shape.kind === 'internal') assert.match(name, /^task [a-z-]+$/)
      else assert.equal(name, said)
    }
    assert.deepEqual([...seen].toSorted(), kinds.map(({ name }) => name).toSorted())
    // Without what only this test asks for.
    const ofPayment = all
      .map(({ name }) => name)
      .filter(
        (name) =>
          !/^GET \/v1\/|\/v1\/(webhook_endpoints|reconciliations)$|^task reconcil/.test(name),
      )
    assert.deepEqual([...new Set(ofPayment)].toSorted(), listed.toSorted())
  })

  it('name no payment, no payer, no secret and no path of a merchant', () => {
    const shown = JSON.stringify(
      spans.getFinishedSpans().map((span) => [span.name, span.attributes, span.status]),
    )
    for (const told of [text, shown]) {
      for (const one of [payment.id, 'a-secret-path', 'sk_', 'code=', 'secret=']) {
        assert.ok(!told.includes(one), one)
      }
      assert.doesNotMatch(told, /\bo[\w-]{27}\b/, 'an openid')
    }
  })

  it('have labels with few values', () => {
    const kinds = new Map<string, Set<string>>()
    for (const { name, labels } of samples) {
      for (const [label, value] of Object.entries(labels)) {
        const key = `${name} ${label}`
        kinds.set(key, (kinds.get(key) ?? new Set()).add(value))
      }
    }
    for (const [key, values] of kinds) assert.ok(values.size <= 60, `${key}: ${values.size}`)
  })

  const declared = () =>
    new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name))

  it('are the metrics that the documents list', () => {
    const ours = [...declared()].filter((name) => name.startsWith('tael_')).sort()
    const document = read('docs/operating.md')
    const listed = [...document.matchAll(/^\| `(tael_\w+)`/gm)].map(([, name = '']) => name)
    assert.deepEqual(listed.toSorted(), ours)
  })

  it('are what alarms and dashboard ask for, in words that Prometheus reads', () => {
    const alarms = readAlarms()
    const dashboard = JSON.parse(read('operations/grafana-dashboard.json')) as {
      readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[]
    }
    const shown = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
    assert.ok(alarms.length > 10 && shown.length > 20)
    for (const expr of [...alarms.map((alarm) => alarm.expr), ...shown]) {
      const asked = asks(expr)
      assert.ok(asked.metrics.length > 0, expr)
      for (const metric of asked.metrics) {
        const base = metric.replace(/_(bucket|count|sum)$/, '')
        assert.ok(
          OF_PROMETHEUS.includes(metric) || declared().has(metric) || declared().has(base),
          `${expr} asks for ${metric}`,
        )
      }
      for (const type of asked.types) {
        assert.ok(valueOf('tael_events_total', { type }) > 0 || OTHER_EVENTS.includes(type), type)
      }
    }
  })

  it('lead from each alarm to what to do', () => {
    const document = read('docs/operating.md')
    const headings = [...document.matchAll(/^### (Tael\w+)$/gm)].map(([, name = '']) => name)
    assert.deepEqual(
      headings,
      readAlarms().map(({ alert }) => alert),
    )
    for (const { alert, annotations } of readAlarms()) {
      assert.equal(annotations.runbook, `docs/operating.md#${alert.toLowerCase()}`)
    }
  })
})

/** Of the alarms, those that no ordinary payment brings about. */
const OTHER_EVENTS = ['refund.failed']

type Alarm = {
  readonly alert: string
  readonly expr: string
  readonly annotations: { readonly runbook: string }
}

function readAlarms(): readonly Alarm[] {
  const { groups } = parse(read('operations/prometheus-alerts.yml')) as {
    readonly groups: readonly { readonly rules: readonly Alarm[] }[]
  }
  return groups.flatMap(({ rules }) => rules)
}

/** The metrics that a query asks for, and the types of events; fails if Prometheus would not read it. */
function asks(expr: string): {
  readonly metrics: readonly string[]
  readonly types: readonly string[]
} {
  const metrics: string[] = []
  parser.parse(expr).iterate({
    enter({ name, from, to, node, type }) {
      assert.ok(!type.isError, `${expr} cannot be read at ${from}`)
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') {
        metrics.push(expr.slice(from, to))
      }
    },
  })
  return { metrics, types: [...expr.matchAll(/type="([\w.]+)"/g)].map(([, one = '']) => one) }
}
