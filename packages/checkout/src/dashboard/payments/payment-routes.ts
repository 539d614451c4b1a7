import { Hono, type Context } from 'hono'
import { timeZoneOf } from '../../accounts/account.ts'
import { readAccount } from '../../accounts/read-accounts.ts'
import { closeReviews } from '../../attempts/close-reviews.ts'
import { enquirePayment } from '../../attempts/enquire-payment.ts'
import type { Deps } from '../../deps.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import type { Language } from '../../language/language.ts'
import { addNoteOnce } from '../../notes/add-note.ts'
import { readNotes } from '../../notes/read-notes.ts'
import { cancelPayment } from '../../payments/cancel-payment.ts'
import { seenSchema } from '../../payments/payment-resource.ts'
import type { Payment } from '../../payments/payment.ts'
import { readPayment } from '../../payments/read-payments.ts'
import type { ReviewKey } from '../../payments/review.ts'
import { parseId } from '../../platform/ids.ts'
import type { EndApproval } from '../../refunds/end-approval.ts'
import { readTimeline } from '../../timeline/read-timeline.ts'
import { readDeliveriesOf } from '../../webhooks/read-webhooks.ts'
import { replayDelivery } from '../../webhooks/replay-deliveries.ts'
import { noteTexts } from '../forms/note-texts.ts'
import { readTyped } from '../forms/read-typed.ts'
import { plainLine } from '../forms/typed.ts'
import { approvalTexts } from '../refunds/approval-texts.ts'
import { named, type Shell } from '../shell/shell.ts'
import { actionTexts, type ActionTexts } from './action-texts.ts'
import { paymentPage } from './payment-page.ts'
import type { PaymentView, ReviewView } from './payment-view.ts'
import { paymentView } from './show-payment.ts'

const ALL_ENTRIES = 1000
const MAX_NOTE = 300

type Refused = {
  readonly status: 400 | 409
  readonly review?: NonNullable<ReviewView['problem']>
  readonly outcome?: PaymentView['outcome']
}

/** One payment, and what an operator does about it. Mounted at /dashboard/payments/:payment. */
export function dashboardPaymentRoutes(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frame, page, languageOf } = shell
  const app = new Hono<ApiEnv>()

  const paymentOf = (c: Context): Promise<Payment> =>
    named(c, 'payment', 'pay', (id) => readPayment(deps, id))
  const pathOf = ({ id }: Payment): string => `${home}/payments/${id}`
  const back = (c: Context, payment: Payment, done?: Record<string, string>): Response =>
    c.redirect(`${pathOf(payment)}${done ? `?${new URLSearchParams(done).toString()}` : ''}`, 303)

  const show = async (c: Context<ApiEnv>, payment: Payment, refused?: Refused) => {
    const told = await readTimeline(deps, payment.id, { limit: ALL_ENTRIES })
    const { entries: timeline, attempts, refunds } = told
    const account = await readAccount(deps, payment.accountId)
    // The day that the payer's receipt shows.
    const timeZone = timeZoneOf(account.settings)
    const eventIds = timeline.flatMap((entry) => ('event' in entry ? [entry.event.id] : []))
    const { id: subjectId, accountId } = payment
    const webhooks = await readDeliveriesOf(deps, { accountId, subjectId, eventIds })
    const shown = paymentView({
      payment,
      attempts,
      refunds,
      timeline,
      webhooks,
      account: account.name,
      notes: await readNotes(deps, payment.id),
      noteId: deps.newId('not'),
      publicUrl: deps.publicUrl,
      home,
      actor: c.get('actor'),
      language: languageOf(c),
      timeZone,
      outcome: refused?.outcome ?? outcomeOf(c, languageOf(c)),
      problem: refused?.review,
    })
    return page(c, paymentPage({ ...frame(c, timeZone), ...shown }), refused?.status)
  }

  app.get('/', async (c) => show(c, await paymentOf(c)))

  app.post('/review', may('refund'), async (c) => {
    const payment = await paymentOf(c)
    const form = await readTyped(c)
    const note = plainLine(form['note'], MAX_NOTE)
    const seen = seenReviews(form['seen'])
    if (note === undefined || form['sure'] !== 'yes' || seen === undefined) {
      return show(c, payment, { review: 'incomplete', status: 400 })
    }
    const reviewed = await closeReviews(acting(deps, c), payment.id, { note, seen })
    if (reviewed.kind !== 'changed') return back(c, payment)
    return show(c, reviewed.payment, { review: 'changed', status: 409 })
  })

  app.post('/replay', may('create_payments'), async (c) => {
    const payment = await paymentOf(c)
    const { endpoint, delivery } = await readTyped(c)
    if (endpoint !== undefined && delivery !== undefined) {
      await replayDelivery(acting(deps, c), endpoint, delivery)
    }
    return back(c, payment)
  })

  app.post('/enquire', async (c) => {
    const payment = await paymentOf(c)
    return back(c, payment, { asked: await enquirePayment(acting(deps, c), payment) })
  })

  app.post('/cancel', may('create_payments'), async (c) => {
    const payment = await paymentOf(c)
    const { kind } = await cancelPayment(acting(deps, c), payment.id)
    return back(c, payment, { done: kind === 'canceled' ? 'canceled' : 'notCanceled' })
  })

  app.post('/notes', async (c) => {
    const payment = await paymentOf(c)
    const form = await readTyped(c)
    const id = parseId('not', form['note'] ?? '') ?? deps.newId('not')
    const noted = await addNoteOnce(acting(deps, c), payment, {
      id,
      text: form['text'] ?? '',
    })
    if (typeof noted !== 'string') return back(c, payment, { done: 'noted' })
    const text = noteTexts[languageOf(c)].problem[noted]
    return show(c, payment, { status: 400, outcome: { text, isBad: true } })
  })

  return app
}

/** What became of the last action, as the address says it. */
function outcomeOf(c: Context, language: Language): PaymentView['outcome'] | undefined {
  const texts = actionTexts[language]
  const { ended, waiting } = approvalTexts[language]
  const approval = c.req.query('approval')
  if (approval !== undefined && Object.hasOwn(ended, approval)) {
    const isBad = approval !== 'approved' && approval !== 'declined'
    return { text: ended[approval as EndApproval], isBad }
  }
  if (c.req.query('done') === 'waiting') return { text: waiting, isBad: false }
  const asked = c.req.query('asked')
  if (asked !== undefined && Object.hasOwn(texts.enquired, asked)) {
    const text = texts.enquired[asked as keyof ActionTexts['enquired']]
    return { text, isBad: asked === 'unanswered' || asked === 'unreadable' }
  }
  const done = (['refunded', 'canceled', 'notCanceled', 'noted'] as const).find(
    (each) => each === c.req.query('done'),
  )
  return done && { text: texts[done], isBad: done === 'notCanceled' }
}

/** The reviews that a form's page showed; undefined if it does not say. */
function seenReviews(value: string | undefined): readonly ReviewKey[] | undefined {
  if (value === undefined) return undefined
  try {
    return seenSchema.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
