import type { PayPageTexts } from './pay-page-texts.ts'

/** What the payer reads in English. */
export const english: PayPageTexts = {
  reference: 'Reference',
  wechatPay: 'WeChat Pay',
  payBefore: (time) => `Pay by ${time}`,
  languages: 'Language',
  qr: {
    title: 'Pay with WeChat',
    'not-wechat':
      'Scan this code with WeChat on your phone. You confirm before anything is charged.',
    'desktop-wechat':
      'WeChat on a computer cannot pay, so nothing has been charged. Scan this code with WeChat on your phone.',
    wecom:
      'WeCom cannot pay, so nothing has been charged. Scan this code with WeChat on your phone.',
    'mini-program':
      'A mini program cannot open this payment, so nothing has been charged. Send yourself the link in a WeChat chat and open it there.',
    code: 'QR code that opens this payment in WeChat',
    waiting: 'Waiting for your payment',
    samePhone:
      'On this phone? Copy the link, send it to yourself in a WeChat chat, and tap it there.',
    copy: 'Copy link',
    copied: 'Copied',
    notCopied: 'Copying did not work here. Press and hold the link to copy it:',
    openWechat: 'Open WeChat',
  },
  launch: {
    title: 'Pay with WeChat',
    text: 'You confirm in WeChat before anything is charged.',
    pay: (amount) => `Pay ${amount}`,
    canceled: 'The payment was not completed, so nothing was charged. You can pay again now.',
    failed: 'The payment didn’t go through. You can try again or use another card.',
    again: 'Try again',
    unavailable:
      'WeChat Pay isn’t responding on this page, so nothing was charged. Open this page in WeChat on your phone.',
    saidByWechat: 'WeChat says:',
    noScript:
      'Nothing happens? WeChat Pay could not be opened, so nothing was charged. Refresh this page; it needs JavaScript.',
  },
  passing: {
    title: 'One moment…',
    text: 'We are taking you to WeChat Pay. You confirm there before anything is charged.',
    onward: 'Continue',
  },
  confirming: {
    title: 'Confirming your payment…',
    text: 'We are asking WeChat Pay for the result. It usually takes a few seconds.',
    slow: 'This is taking longer than usual. If you’ve already paid, there’s no need to pay again: we’re still checking.',
    again: 'I have not paid – pay again',
  },
  unpaid: {
    unpaid: {
      title: 'Not paid yet',
      text: 'WeChat Pay shows no payment so far, and no charge.',
    },
    declined: {
      title: 'The payment didn’t go through',
      text: 'Your bank or WeChat declined it, and nothing was charged. You can try again or use another card.',
    },
    justPaid: 'If WeChat shows that you paid, don’t pay again: this page turns into your receipt.',
    again: 'Pay again',
    check: 'I have paid, check again',
  },
  held: {
    title: 'Your payment is being checked',
    text: (merchant) =>
      `WeChat Pay’s answer does not match this payment, so a person at ${merchant} has to look at it. Your money is not lost.`,
    advice: (merchant) =>
      `Please don’t pay again. You can close this page; ask ${merchant} if you want to know more.`,
  },
  succeeded: {
    title: 'Paid',
    paidAt: 'Paid at',
    leaving: (merchant) => `Taking you back to ${merchant}…`,
    stay: 'Stay on this page',
    partBack: (amount) => `${amount} of it has been refunded to you.`,
    partOnItsWay: (amount) => `${amount} of it is on its way back to you.`,
    refunded: {
      title: 'Refunded',
      text: 'The whole amount has been refunded to you. WeChat shows the refund; a bank card may take a few days.',
    },
    refunding: {
      title: 'Refund on its way',
      text: 'The whole amount is on its way back to you. There’s nothing you need to do.',
    },
  },
  paidTwice: {
    title: 'This was already paid',
    'on-its-way':
      'Another payment came before yours, so your money is on its way back to you. There’s nothing you need to do.',
    refunded:
      'Another payment came before yours, so we refunded you. WeChat shows the refund; a bank card may take a few days.',
  },
  unsuccessful: {
    failed: {
      title: 'Payment failed',
      text: 'WeChat Pay did not accept this payment, so nothing was charged.',
    },
    expired: {
      title: 'This payment link has expired',
      text: 'It was not paid in time, and we know of no charge.',
    },
    canceled: {
      title: 'This payment was canceled',
      text: 'It can no longer be paid, and we know of no charge.',
    },
    ask: (merchant) => `Still want to pay? Ask ${merchant} for a new link.`,
    again: 'Begin again',
    late: (merchant) =>
      `If WeChat shows the payment, there’s nothing you need to do: we’ll let ${merchant} know.`,
    'on-its-way':
      'Your payment arrived when this link was over, so it is on its way back to you. There’s nothing you need to do.',
    refunded:
      'Your payment arrived when this link was over, so we refunded it. WeChat shows the refund; a bank card may take a few days.',
  },
  back: (merchant) => `Back to ${merchant}`,
  problem: {
    'link-unknown': {
      title: 'This payment link isn’t valid',
      text: 'No payment was started, so nothing was charged. Open the link again from the shop, or ask them for a new one.',
    },
    restart: {
      title: 'WeChat did not let us continue',
      text: 'No payment was started, so nothing was charged. Please try again.',
    },
    snapshot: {
      title: 'This is only a preview',
      text: 'WeChat shows only a preview, so nobody can pay and nothing was charged. Tap “Use full service” at the foot of the page, then try again.',
    },
    'cookies-needed': {
      title: 'This page needs cookies',
      text: 'Your browser did not keep the cookie that ties this payment to you, so no payment was started and nothing was charged. Allow cookies and try again.',
    },
    busy: {
      title: 'WeChat Pay is not responding',
      text: 'We cannot reach WeChat Pay just now, and nothing new was charged. If WeChat shows that you paid, don’t pay again: your money is not lost, and we will find it. Otherwise try again in a moment.',
    },
    'too-many-attempts': {
      title: 'Too many attempts',
      text: 'No new payment was started, so nothing new was charged. Please try again in an hour, or ask the shop for a new link. If WeChat shows that you paid, don’t pay again: we will find the payment.',
    },
    amount: {
      title: 'WeChat Pay did not accept this amount',
      text: 'It may be above the limit, or WeChat Pay may be busy; nothing was charged. Try again in a few minutes, or ask the shop to split the amount.',
    },
    account: {
      title: 'WeChat Pay is not available here',
      text: 'The shop’s account does not accept this payment, so nothing was charged. Trying again will not help; please tell the shop.',
    },
    disabled: {
      title: 'The shop is not accepting payments',
      text: 'No payment was started, so nothing was charged. Please ask the shop. If WeChat shows that you paid, don’t pay again: we will find the payment.',
    },
    retry: 'Try again',
    supportId: 'Support reference',
  },
  stale: 'This page no longer updates automatically.',
  reload: 'Refresh',
}
