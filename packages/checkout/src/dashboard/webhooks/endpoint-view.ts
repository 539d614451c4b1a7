import type { WebhookDelivery } from '../../webhooks/webhook-delivery.ts'
import type { WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import type { TypedForm } from '../forms/form.ts'
import type { FrameView, Turning } from '../shell/view.ts'

export type EndpointRow = {
  readonly endpoint: WebhookEndpoint
  readonly path: string
  /** If there are several. */
  readonly account?: string | undefined
}

export type EndpointsView = FrameView &
  Turning & {
    readonly endpoints: readonly EndpointRow[]
    readonly addPath: string
  }

export type EndpointFormView = FrameView &
  TypedForm & {
    readonly title: string
    readonly actionPath: string
    readonly backPath: string
    /** Those it has already, as a line; a page never shows their values. */
    readonly headerNames?: string | undefined
    /** Of a new one. */
    readonly accounts?: readonly { readonly id: string; readonly name: string }[]
  }

/** What went out, and what came back. */
export type Sent = {
  readonly eventId: string
  readonly payload: string
  readonly status?: number | undefined
  readonly body?: string | undefined
  readonly failure?: string | undefined
  readonly durationMs?: number | undefined
}

export type EndpointView = FrameView &
  Turning &
  EndpointRow & {
    readonly filter: { readonly status: string; readonly type: string }
    readonly deliveries: readonly (WebhookDelivery & { readonly path: string })[]
    /** Shown this once: of a new endpoint, or after its secret was rolled. */
    readonly secret?: { readonly isNew: boolean; readonly value: string } | undefined
    readonly tested?: Sent | undefined
    /** How many deliveries are due again. */
    readonly resent?: number | undefined
  }

export type DeliveryView = FrameView & {
  readonly endpoint: WebhookEndpoint
  readonly endpointPath: string
  readonly path: string
  readonly delivery: WebhookDelivery
  /** Of the payment or the reconciliation that the event is about. */
  readonly subjectPath: string
  readonly isResent: boolean
}
