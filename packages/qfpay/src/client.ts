import { utcOffsetOf } from './hosts.ts'
import { parseOptions, type QfpayOptions } from './http/options.ts'
import { addNote, refund, stopPayment } from './operations/after-payment.ts'
import { askCustoms } from './operations/customs.ts'
import { enquire, enquireAll } from './operations/enquiry.ts'
import { cashierUrl, createPayment, exchangeCode, oauthUrl } from './operations/jsapi-payment.ts'
import {
  verifyNotification,
  type Notification,
  type VerifyNotificationRequest,
} from './operations/notification.ts'
import type {
  AddNoteRequest,
  CashierUrlRequest,
  CloseRequest,
  ClosedPayment,
  CreatePaymentRequest,
  CreatedPayment,
  CustomsDeclaration,
  CustomsRequest,
  DeclareCustomsRequest,
  EnquireRequest,
  EnquiryFilter,
  EnquiryPage,
  EnquiryRow,
  ExchangeCodeRequest,
  ExchangedCode,
  OauthUrlRequest,
  Refund,
  RefundRequest,
} from './wire/messages.ts'

/**
 * One merchant account at QFPay. Every method throws {@link QfpayError}s only; what your own `rateLimit` rejects with
 * comes as it is, and then nothing was sent.
 */
export interface QfpayClient {
  /**
   * Where to send the payer's browser, inside WeChat, for the authorization (method 2). It comes back
   * to `redirectUri` with `code`. Put what you need to recognize the payer into `redirectUri` itself.
   * Source: QFPay, WeChat JSAPI Payment, step 1.
   */
  oauthUrl(request: OauthUrlRequest): string

  /**
   * Exchanges the code for the payer's openid. A code works once, so this never sends it again after it
   * may have arrived. On any failure, authorize once more, then stop.
   * Source: QFPay, WeChat JSAPI Payment, step 2.
   */
  exchangeCode(request: ExchangeCodeRequest): Promise<ExchangedCode>

  /**
   * Makes an order that the payer can pay. Record `outTradeNo` before you call. Retries only if
   * QFPay certainly did not process the request. An error with outcome `unknown` means: enquire by
   * `outTradeNo`.
   * Source: QFPay, WeChat JSAPI Payment, step 3.
   */
  createPayment(request: CreatePaymentRequest): Promise<CreatedPayment>

  /** QFPay's page that opens WeChat's payment sheet (method 2, step 4). It proves nothing. */
  cashierUrl(request: CashierUrlRequest): string

  /** One page of transactions. An empty page means "not found". Source: QFPay, Transaction Enquiry. */
  enquire(request: EnquireRequest): Promise<EnquiryPage>

  /**
   * All matching rows, page by page, over any span of time and any list of numbers. A row whose
   * `outcome` is `unreadable` exists: do not take its number for unknown.
   */
  enquireAll(filter: EnquiryFilter): AsyncIterable<EnquiryRow>

  /**
   * Refunds a payment, in full or in part; one refund of a payment at a time. Retries only if QFPay
   * certainly did not process the request. Outcome `unknown`: enquire by the refund's number.
   * Source: QFPay, Refund.
   */
  refund(request: RefundRequest): Promise<Refund>

  /** Tries to close an unpaid payment. Most accounts cannot for WeChat JSAPI: `unsupported`. */
  close(request: CloseRequest): Promise<ClosedPayment>

  /** Reverses a transaction. QFPay cannot reverse WeChat JSAPI payments: `unsupported`. */
  reverse(request: CloseRequest): Promise<ClosedPayment>

  /** Adds a note to a transaction; for accounts without mchid. Source: QFPay, Transaction Note. */
  addNote(request: AddNoteRequest): Promise<{ readonly syssn: string }>

  /**
   * Tells a customs office of the mainland of a payment that is paid, for goods that cross the border.
   * `pending`: ask later by `enquireCustoms`. Source: QFPay, Customs Declaration.
   */
  declareCustoms(request: DeclareCustomsRequest): Promise<CustomsDeclaration>

  /** What became of a declaration. QFPay documents no example of this answer. */
  enquireCustoms(request: CustomsRequest): Promise<CustomsDeclaration>

  /** Sends a declaration once more, when the office has lost it. */
  redeclareCustoms(request: DeclareCustomsRequest): Promise<CustomsDeclaration>

  /** {@link verifyNotification} with this account's key, time and currency scales. */
  verifyNotification(request: Pick<VerifyNotificationRequest, 'body' | 'signature'>): Notification
}

/**
 * A client for one account. Throws for unknown and malformed options, with all faults together.
 * Sends nothing until you call a method.
 */
export function createQfpayClient(options: QfpayOptions): QfpayClient {
  const settings = parseOptions(options)
  return {
    oauthUrl: (request) => oauthUrl(settings, request),
    exchangeCode: (request) => exchangeCode(settings, request),
    createPayment: (request) => createPayment(settings, request),
    cashierUrl: (request) => cashierUrl(settings, request),
    enquire: (request) => enquire(settings, request),
    enquireAll: (filter) => enquireAll(settings, filter),
    refund: (request) => refund(settings, request),
    close: (request) => stopPayment(settings, '/trade/v1/close', request),
    reverse: (request) => stopPayment(settings, '/trade/v1/reversal', request),
    addNote: (request) => addNote(settings, request),
    declareCustoms: (request) => askCustoms(settings, '/custom/v1/declare', request),
    enquireCustoms: (request) => askCustoms(settings, '/custom/v1/query', request),
    redeclareCustoms: (request) => askCustoms(settings, '/custom/v1/redeclare', request),
    verifyNotification: (request) =>
      verifyNotification({
        ...request,
        clientKey: options.notificationKey ?? settings.clientKey,
        utcOffset: options.utcOffset ?? utcOffsetOf(options.host),
        currencyScales: settings.currencyScales,
      }),
  }
}
