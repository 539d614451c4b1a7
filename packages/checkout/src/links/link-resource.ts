import { z } from '@hono/zod-openapi'
import { MAX_AMOUNT } from '../http/account-guards.ts'
import { instant, plainText } from '../http/api.ts'
import { DAY_SECONDS } from '../platform/durations.ts'
import type { LinkChange } from './change-link.ts'
import type { NewLink } from './create-link.ts'
import { linkUrl } from './link-address.ts'
import {
  isFixed,
  LINK_STATES,
  remainingUnits,
  stateOf,
  type LinkField,
  type PaymentLink,
} from './payment-link.ts'

const MAX_STOCK = 1_000_000_000

export const linkParam = z.object({ payment_link: z.string() })

const field = z
  .strictObject({
    key: z
      .string()
      .regex(/^[\w.-]{1,40}$/)
      .refine((key) => key !== 'amount', 'must not be amount, which the page asks for itself')
      .openapi({ description: "Its name in the payment's metadata" }),
    label: plainText({ max: 40 }).openapi({ description: 'What the payer reads' }),
    required: z.boolean().default(true),
  })
  .openapi('PaymentLinkField')

const fields = z
  .array(field)
  .max(5)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, {
    error: 'must have different keys',
  })
  .openapi({ description: 'What the payer is asked for, such as a name or a table number' })

const title = plainText({ max: 64 })
  .regex(/\S/, 'must not be blank')
  .openapi({ description: 'What it is for: on its page, its poster and its payments' })
const stock = z.int().min(1).max(MAX_STOCK)
const successUrl = z.url({ protocol: /^https?$/ }).max(512)
const successMessage = plainText({ max: 200 })
const amount = z.int().min(1).max(MAX_AMOUNT)
const instantGiven = z.iso.datetime({ offset: true })
const metadata = z
  .record(z.string().regex(/^[\w.-]{1,40}$/), plainText({ min: 0, max: 500 }))
  .refine((all) => Object.keys(all).length <= 40, { error: 'at most 40 members' })

export const newLinkSchema = z
  .strictObject({
    title,
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as HKD'),
    amount: amount
      .optional()
      .openapi({ example: 5800, description: 'Fixed; without it the payer chooses' }),
    min_amount: amount.optional().openapi({ description: 'The least that the payer may choose' }),
    max_amount: amount.optional().openapi({ description: 'The most that the payer may choose' }),
    stock: stock.optional().openapi({ description: 'How many may be paid; unlimited without it' }),
    starts_at: instantGiven.optional(),
    ends_at: instantGiven.optional(),
    once_per_payer: z.boolean().default(false).openapi({
      description: 'Whether each payer, as WeChat identifies them, pays at most once',
    }),
    fields: fields.default([]),
    success_url: successUrl.optional().openapi({
      description: "Where the payer goes afterwards; on one of the account's return_origins",
    }),
    success_message: successMessage
      .optional()
      .openapi({ description: 'What the receipt says, such as where to collect' }),
    pay_within: z
      .int()
      .min(60)
      .max(DAY_SECONDS)
      .default(15 * 60)
      .openapi({
        description: 'Seconds for which a payment holds its unit of the stock; then it expires',
      }),
    metadata: metadata.default({}).openapi({ description: 'Copied into each of its payments' }),
  })
  .refine(
    ({ amount: fixed, min_amount: least, max_amount: most }) =>
      fixed === undefined ? true : least === undefined && most === undefined,
    {
      path: ['amount'],
      error: 'give either amount, or min_amount and max_amount',
    },
  )
  .refine(({ min_amount: least = 1, max_amount: most = MAX_AMOUNT }) => least <= most, {
    path: ['max_amount'],
    error: 'must not be less than min_amount',
  })
  .refine(
    ({ starts_at: start, ends_at: end }) => !start || !end || new Date(start) < new Date(end),
    {
      path: ['ends_at'],
      error: 'must be after starts_at',
    },
  )
  .openapi('NewPaymentLink', {
    example: { title: 'Mid-autumn mooncakes', amount: 5800, currency: 'HKD', stock: 500 },
  })

export const linkChangeSchema = z
  .strictObject({
    title: title.optional(),
    stock: stock.nullable().optional().openapi({ description: 'null: unlimited' }),
    starts_at: instantGiven.nullable().optional(),
    ends_at: instantGiven.nullable().optional(),
    fields: fields.optional(),
    success_url: successUrl.nullable().optional(),
    success_message: successMessage.nullable().optional(),
    metadata: metadata.optional(),
    disabled: z.boolean().optional(),
  })
  .openapi('PaymentLinkChange')

export const linkSchema = z
  .object({
    id: z.string().openapi({ example: 'lnk_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('payment_link'),
    url: z.string().openapi({ description: 'What its QR code says: where payers begin' }),
    status: z.enum(LINK_STATES).openapi({
      description:
        'taken: other payers hold all that remains; a unit that they do not pay comes back',
    }),
    title: z.string(),
    currency: z.string(),
    amount: z.int().optional().openapi({ description: 'If it is fixed' }),
    min_amount: z.int().optional(),
    max_amount: z.int().optional(),
    stock: z.int().optional(),
    remaining: z.int().optional().openapi({ description: 'Neither paid nor held' }),
    starts_at: instant.optional(),
    ends_at: instant.optional(),
    once_per_payer: z.boolean(),
    fields: z.array(z.object({ key: z.string(), label: z.string(), required: z.boolean() })),
    success_url: z.string().optional(),
    success_message: z.string().optional(),
    pay_within: z.int(),
    metadata: z.record(z.string(), z.string()),
    opens: z.int().openapi({ description: 'How often its page was shown; seconds late' }),
    payments: z.int().openapi({ description: 'How many payments were made' }),
    held: z.int().openapi({ description: 'How many of them can still be paid' }),
    paid: z.int(),
    amount_paid: z.int().openapi({ description: 'Before refunds' }),
    created_at: instant,
    disabled_at: instant.optional(),
  })
  .openapi('PaymentLink')

/** A request that was checked, in the words of the model. */
export function newLinkOf(request: z.output<typeof newLinkSchema>): NewLink {
  const { amount: fixed } = request
  return {
    title: request.title,
    currency: request.currency,
    minAmount: fixed ?? request.min_amount ?? 1,
    maxAmount: fixed ?? request.max_amount ?? MAX_AMOUNT,
    stock: request.stock,
    startsAt: dateOf(request.starts_at),
    endsAt: dateOf(request.ends_at),
    isOncePerPayer: request.once_per_payer,
    fields: request.fields.map(fieldOf),
    successUrl: request.success_url,
    successMessage: request.success_message,
    payWithin: request.pay_within,
    metadata: request.metadata,
  }
}

/** Fields that are not given stay; null removes what is optional. */
export function linkChangeOf(request: z.output<typeof linkChangeSchema>): LinkChange {
  const { title: name, stock: units, starts_at: start, ends_at: end, disabled } = request
  const { success_url: url, success_message: message } = request
  return {
    ...(name !== undefined && { title: name }),
    ...(units !== undefined && { stock: units ?? undefined }),
    ...(start !== undefined && { startsAt: dateOf(start) }),
    ...(end !== undefined && { endsAt: dateOf(end) }),
    ...(request.fields !== undefined && { fields: request.fields.map(fieldOf) }),
    ...(url !== undefined && { successUrl: url ?? undefined }),
    ...(message !== undefined && { successMessage: message ?? undefined }),
    ...(request.metadata !== undefined && { metadata: request.metadata }),
    ...(disabled !== undefined && { isDisabled: disabled }),
  }
}

export function linkResource(
  link: PaymentLink,
  { publicUrl, now }: { readonly publicUrl: string; readonly now: Date },
): z.infer<typeof linkSchema> {
  const { counts } = link
  const remaining = remainingUnits(link)
  return {
    id: link.id,
    object: 'payment_link',
    url: linkUrl({ publicUrl }, link),
    status: stateOf(link, now),
    title: link.title,
    currency: link.currency,
    ...(isFixed(link)
      ? { amount: link.minAmount }
      : { min_amount: link.minAmount, max_amount: link.maxAmount }),
    ...(link.stock !== undefined && { stock: link.stock }),
    ...(remaining !== undefined && { remaining }),
    ...(link.startsAt && { starts_at: link.startsAt.toISOString() }),
    ...(link.endsAt && { ends_at: link.endsAt.toISOString() }),
    once_per_payer: link.isOncePerPayer,
    fields: link.fields.map(({ key, label, isRequired }) => ({ key, label, required: isRequired })),
    ...(link.successUrl !== undefined && { success_url: link.successUrl }),
    ...(link.successMessage !== undefined && { success_message: link.successMessage }),
    pay_within: link.payWithin,
    metadata: { ...link.metadata },
    opens: counts.opens,
    payments: counts.payments,
    held: counts.held,
    paid: counts.paid,
    amount_paid: counts.paidAmount,
    created_at: link.createdAt.toISOString(),
    ...(link.disabledAt && { disabled_at: link.disabledAt.toISOString() }),
  }
}

function fieldOf({ key, label, required }: z.output<typeof field>): LinkField {
  return { key, label, isRequired: required }
}

function dateOf(text: string | null | undefined): Date | undefined {
  return text === undefined || text === null ? undefined : new Date(text)
}
