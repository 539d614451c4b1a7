type State = {
  /** What has happened. */
  readonly when: string
  /** A test that brings a payer there. */
  readonly file: string
  readonly test: string
}

const PAYER = 'test/flow/payer.test.ts'
const REFUNDS = 'test/flow/refund-endings.test.ts'
const DEAD_ENDS = 'test/flow/dead-ends.test.ts'

/** Each page that a payer can meet, in the order of their way. */
export const PAYER_STATES: Readonly<Record<string, State>> = {
  qr: {
    when: 'opened in a browser that is not WeChat',
    file: 'test/flow/flow.test.ts',
    test: 'shows a QR code outside WeChat, and there nothing is asked of the gateway',
  },
  'qr-desktop-wechat': {
    when: 'opened in WeChat on a computer',
    file: PAYER,
    test: 'where WeChat cannot pay: why, and makes no order',
  },
  'qr-wecom': {
    when: 'opened in WeCom',
    file: PAYER,
    test: 'where WeChat cannot pay: why, and makes no order',
  },
  'qr-mini-program': {
    when: 'opened in the web-view of a mini program',
    file: PAYER,
    test: 'in a mini program: that nothing is charged, and makes no order',
  },
  passing: {
    when: 'the WebView loses the cookies of redirects',
    file: PAYER,
    test: 'on a phone that loses the cookies of redirects: a page that brings one, and pays',
  },
  launch: {
    when: 'method 1: WeChat Pay opens, or opened and was closed',
    file: 'packages/checkout/src/pay-page/browser/pay-launch.test.ts',
    test: 'a payer who closes WeChat’s sheet can pay again with the same order, tapping once or twice',
  },
  confirming: {
    when: 'back from WeChat Pay, QFPay is being asked',
    file: PAYER,
    test: 'after a cancel: a spinner for one enquiry, then that it is not paid yet',
  },
  unpaid: {
    when: 'QFPay shows no money',
    file: PAYER,
    test: 'after a cancel: a spinner for one enquiry, then that it is not paid yet',
  },
  declined: {
    when: 'the bank or WeChat declined',
    file: PAYER,
    test: 'after a refusal: that nothing was charged, and a new attempt when they pay again',
  },
  held: {
    when: 'QFPay’s answer does not match the payment',
    file: PAYER,
    test: 'when a person has to look: that nothing is lost, and not to pay again',
  },
  succeeded: {
    when: 'the money is proved, and the merchant named a return_url',
    file: PAYER,
    test: 'after a cancel: a spinner for one enquiry, then that it is not paid yet',
  },
  'succeeded-stays': {
    when: 'the money is proved, without a return_url',
    file: 'test/flow/flow.test.ts',
    test: 'leads from the merchant’s request to a payment that is proved paid',
  },
  'refunded-in-part': {
    when: 'some of it went back, and some is on its way',
    file: PAYER,
    test: 'after a refund: how much is back',
  },
  refunding: {
    when: 'all of it is on its way back',
    file: PAYER,
    test: 'after a refund: how much is back',
  },
  refunded: {
    when: 'all of it is back',
    file: PAYER,
    test: 'after a refund: how much is back',
  },
  'paid-twice': {
    when: 'another payer was first; their money is on its way back',
    file: PAYER,
    test: 'whose money came second: that it goes back, on every page',
  },
  'paid-twice-refunded': {
    when: 'another payer was first; their money is back',
    file: PAYER,
    test: 'whose money came second: that it goes back, on every page',
  },
  failed: {
    when: 'a payment that ended as failed',
    file: PAYER,
    test: 'whose payment is over: why, and that nobody was charged',
  },
  expired: {
    when: 'the time to pay is over',
    file: PAYER,
    test: 'in the language that they have chosen, from then on',
  },
  'expired-paid-late': {
    when: 'paid after the end, and the account wants late money refunded',
    file: REFUNDS,
    test: 'is what its payer reads about, until they have it back',
  },
  canceled: {
    when: 'the merchant canceled it',
    file: PAYER,
    test: 'whose payment is over: why, and that nobody was charged',
  },
  'link-unknown': {
    when: 'no such payment',
    file: PAYER,
    test: 'with a link that is not known: that no payment was started',
  },
  restart: {
    when: 'WeChat came back without a code',
    file: PAYER,
    test: 'after they refused WeChat’s question: that no payment was started',
  },
  snapshot: {
    when: 'WeChat showed a preview, with a stand-in for the payer',
    file: PAYER,
    test: 'asks a payer who sees a preview to open the page, and makes no order',
  },
  'cookies-needed': {
    when: 'no cookie comes back, however it is brought',
    file: PAYER,
    test: 'on a phone that keeps no cookies: to allow them, and makes no order',
  },
  busy: {
    when: 'QFPay, or something of ours, does not answer',
    file: DEAD_ENDS,
    test: 'may try as often as they like while QFPay is down',
  },
  'too-many-attempts': {
    when: 'twenty failed attempts within an hour',
    file: DEAD_ENDS,
    test: 'reads to come back in an hour if a payment has failed too often',
  },
  amount: {
    when: 'QFPay refused the amount',
    file: PAYER,
    test: 'with an amount above the limit: that WeChat Pay did not accept it',
  },
  account: {
    when: 'the account cannot take the payment at all',
    file: DEAD_ENDS,
    test: 'is not asked to try again if the account can’t take the payment at all',
  },
  disabled: {
    when: 'the account is disabled',
    file: 'packages/checkout/src/accounts/change-account.test.ts',
    test: 'tells payers before they authorize, and accepts nobody who comes back from authorizing',
  },
}

const LINKS = 'packages/checkout/src/links/links.test.ts'

/** Each page of a payment link, before the payment and its own pages begin. */
export const LINK_STATES: Readonly<Record<string, State>> = {
  fixed: {
    when: 'opened in WeChat',
    file: 'test/flow/links.test.ts',
    test: 'is scanned and paid, and says so to payer and merchant',
  },
  taken: {
    when: 'others hold all that is left',
    file: LINKS,
    test: 'are never oversold, however many payers come to however many processes',
  },
  asked: {
    when: 'the payer says how much, and something is wrong',
    file: LINKS,
    test: 'ask for an amount within limits and for what the merchant wants to know',
  },
  scan: {
    when: 'opened in a browser that is not WeChat',
    file: LINKS,
    test: 'show their code where nobody can pay, say why, and need no cookie for it',
  },
  'scan-mini-program': {
    when: 'opened in the web-view of a mini program',
    file: LINKS,
    test: 'show their code where nobody can pay, say why, and need no cookie for it',
  },
  wait: {
    when: 'many people pay at this moment',
    file: LINKS,
    test: 'let payers wait in order of arrival, and call them within the budget',
  },
  'not-started': {
    when: 'opened before it begins',
    file: LINKS,
    test: 'say in one sentence that they have not begun, or are over',
  },
  'sold-out': {
    when: 'all that there was is paid',
    file: LINKS,
    test: 'keep late money while stock is left, and refund it when another payer got the last',
  },
  over: {
    when: 'opened after its end',
    file: LINKS,
    test: 'say in one sentence that they have not begun, or are over',
  },
  disabled: {
    when: 'the shop has closed it',
    file: LINKS,
    test: 'are created, read, listed, changed and disabled',
  },
}
