import type { Metrics, ProcessState, State } from './metrics.ts'

/** From a quick answer to one that no client waits for. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** From "the payer sees it immediately" to "the next night's reconciliation finds it". */
const PROOF_SECONDS = [1, 2, 3, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400]

/** Metrics of this process and of Node.js itself. Loads the client library only here, because that takes time. */
export async function openMetrics(): Promise<Metrics> {
  const { default: prometheus } = await import('prom-client')
  const registry = new prometheus.Registry()
  prometheus.collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new prometheus.Counter({ name, help, labelNames, registers: [registry] })
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new prometheus.Gauge({ name, help, labelNames, registers: [registry] })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    { labelNames, buckets }: { labelNames: Label[]; buckets: number[] },
  ) =>
    new prometheus.Histogram({
      name,
      help,
      labelNames,
      buckets,
      registers: [registry],
    })

  const events = counter('tael_events_total', 'Events of timelines, by type', ['type'])
  const proof = histogram(
    'tael_payment_proof_seconds',
    'From the second in which the payer paid, as QFPay says it, to the proof',
    { labelNames: [], buckets: PROOF_SECONDS },
  )
  const differences = counter(
    'tael_reconciliation_differences_total',
    "Differences between Tael's books and QFPay's, by kind and by what became of them",
    ['kind', 'outcome'],
  )
  const verdicts = counter(
    'tael_enquiry_verdicts_total',
    'What answers of QFPay meant for an order, and why Tael had asked',
    ['verdict', 'why'],
  )
  const refusals = counter(
    'tael_gateway_refusals_total',
    "Calls that QFPay did not answer with 0000, by QFPay's code",
    ['endpoint', 'respcd'],
  )
  const sent = histogram(
    'tael_outgoing_request_seconds',
    'Requests to QFPay and WeChat, and webhooks; status "none" if no answer came',
    { labelNames: ['to', 'endpoint', 'status'], buckets: REQUEST_SECONDS },
  )
  const served = histogram('tael_http_request_seconds', 'Requests to this process, by route', {
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
  })
  const lines = counter('tael_log_lines_total', 'Lines of the log, by event and level', [
    'level',
    'event',
  ])
  const lag = gauge(
    'tael_work_lag_seconds',
    'For how long the oldest piece of background work has been due',
    ['work'],
  )
  const stuck = gauge('tael_tasks_stuck', 'Rounds of tasks that do not end', [])
  const inReview = gauge('tael_payments_in_review', 'Payments that a person has to look at', [])
  const budget = gauge(
    'tael_budget_left_ratio',
    "How much of an account's burst of requests to QFPay is left",
    ['account'],
  )
  const connections = gauge('tael_database_connections', 'Connections of this process', ['state'])

  const answers = gauge('tael_database_answers', '1 if the database answers this process', [])

  const setState = (process: ProcessState, state: State | undefined): void => {
    stuck.set(process.stuckTasks)
    for (const [name, count] of Object.entries(process.connections)) {
      connections.set({ state: name }, count)
    }
    answers.set(state === undefined ? 0 : 1)
    // What nobody knows now must not look as it did before.
    for (const each of [lag, budget, inReview]) each.reset()
    if (state === undefined) return
    for (const [work, seconds] of Object.entries(state.lagSeconds)) lag.set({ work }, seconds)
    inReview.set(state.paymentsInReview)
    for (const [account, left] of Object.entries(state.budgetLeft)) budget.set({ account }, left)
  }

  return {
    event({ type, createdAt, data }) {
      events.inc({ type })
      const paidAt = type === 'payment.succeeded' && Date.parse(String(data['paid_at']))
      if (typeof paidAt === 'number' && !Number.isNaN(paidAt)) {
        proof.observe(Math.max(0, (createdAt.getTime() - paidAt) / 1000))
      }
      if (type !== 'reconciliation.completed') return
      for (const [kind, outcomes] of Object.entries(data['differences'] ?? {})) {
        for (const [outcome, count] of Object.entries(outcomes as Record<string, number>)) {
          differences.inc({ kind, outcome }, count)
        }
      }
    },
    verdict: (verdict, why) => verdicts.inc({ verdict, why }),
    refusal: (endpoint, respcd) => refusals.inc({ endpoint, respcd }),
    sent: ({ to, endpoint, status, seconds }) =>
      sent.observe(
        { to, endpoint, status: status === undefined ? 'none' : classOf(status) },
        seconds,
      ),
    served: ({ method, route, status, seconds }) =>
      served.observe({ method, route, status: classOf(status) }, seconds),
    logged: (level, event) => lines.inc({ level, event }),
    read(process, state) {
      setState(process, state)
      return registry.metrics()
    },
  }
}

/** Such as `2xx`. */
function classOf(status: number): string {
  return `${Math.floor(status / 100)}xx`
}
