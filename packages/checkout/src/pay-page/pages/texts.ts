import type { Language } from '../../language/language.ts'
import type { ProblemView, QrView, UnsuccessfulView } from './view.ts'

type Words = { readonly title: string; readonly text: string }

export type PayPageTexts = {
  readonly reference: string
  readonly qr: Readonly<Record<QrView['reason'], string>> & {
    readonly title: string
    readonly code: string
    readonly waiting: string
    readonly samePhone: string
    readonly copy: string
    readonly copied: string
  }
  readonly launch: Words & {
    readonly pay: (amount: string) => string
    readonly canceled: string
    readonly failed: string
    readonly afresh: string
    readonly unavailable: string
    readonly saidByWechat: string
    readonly noScript: string
  }
  readonly confirming: Words & { readonly slow: string; readonly again: string }
  readonly succeeded: {
    readonly title: string
    readonly paidTo: string
    readonly paidAt: string
    readonly leaving: (merchant: string) => string
    readonly stay: string
  }
  readonly unsuccessful: Readonly<Record<UnsuccessfulView['status'], Words>> & {
    readonly again: string
    readonly ask: (merchant: string) => string
    readonly late: (merchant: string) => string
    readonly 'on-its-way': string
    readonly 'given-back': string
  }
  readonly back: (merchant: string) => string
  readonly problem: Readonly<Record<ProblemView['problem'], Words>> & {
    readonly retry: string
    readonly supportId: string
  }
  readonly stale: string
  readonly reload: string
}

/** Everything a payer reads. No sentence says more than is known at that moment. */
export const payPageTexts: Readonly<Record<Language, PayPageTexts>> = {
  en: {
    reference: 'Reference',
    qr: {
      title: 'Pay with WeChat',
      'not-wechat': 'Scan this code with WeChat on your phone.',
      'desktop-wechat':
        'WeChat on a computer cannot pay here. Scan this code with WeChat on your phone.',
      wecom: 'WeCom cannot pay here. Scan this code with WeChat on your phone.',
      code: 'QR code that opens this payment in WeChat',
      waiting: 'Waiting for your payment',
      samePhone: 'Only this phone at hand? Send yourself the link in WeChat and open it there.',
      copy: 'Copy link',
      copied: 'Copied',
    },
    launch: {
      title: 'Pay with WeChat',
      text: 'WeChat will ask you to confirm.',
      pay: (amount) => `Pay ${amount}`,
      canceled: 'The payment was not completed. Pay again whenever you are ready.',
      failed: 'WeChat could not start the payment. Please try again.',
      afresh: 'Start over',
      unavailable: 'WeChat Pay does not answer here. Open this page in WeChat on your phone.',
      saidByWechat: 'WeChat says:',
      noScript: 'This page needs JavaScript to open WeChat Pay.',
    },
    confirming: {
      title: 'Confirming your payment…',
      text: 'We are asking WeChat Pay for the result. It usually takes a few seconds.',
      slow: 'This takes longer than usual. If you have paid, you need not pay again: we keep asking.',
      again: 'I have not paid – pay again',
    },
    succeeded: {
      title: 'Paid',
      paidTo: 'Paid to',
      paidAt: 'Paid at',
      leaving: (merchant) => `Taking you back to ${merchant}…`,
      stay: 'Stay on this page',
    },
    unsuccessful: {
      failed: { title: 'Payment failed', text: 'WeChat Pay did not accept this payment.' },
      expired: { title: 'This payment has expired', text: 'The time to pay it is over.' },
      canceled: { title: 'This payment was canceled', text: 'It can no longer be paid.' },
      again: 'Try again',
      ask: (merchant) => `To pay after all, ask ${merchant} for a new payment.`,
      late: (merchant) =>
        `If WeChat shows that you paid, you need not do anything: ${merchant} will be told.`,
      'on-its-way':
        'Your money came when this payment was over. It is on its way back to you; you need not do anything.',
      'given-back':
        'Your money came when this payment was over, so it was given back. WeChat shows the refund; a bank card may take a few days.',
    },
    back: (merchant) => `Back to ${merchant}`,
    problem: {
      'link-unknown': {
        title: 'We do not know this link',
        text: 'It may be incomplete. Open it again from the shop, or ask them for a new one.',
      },
      restart: {
        title: 'WeChat did not let us continue',
        text: 'The authorisation was not completed, so no payment was started. Please try again.',
      },
      'cookies-needed': {
        title: 'This page needs cookies',
        text: 'Your browser did not keep the cookie that ties this payment to you, so no payment was started. Allow cookies and try again.',
      },
      busy: {
        title: 'WeChat Pay is not answering',
        text: 'Please wait a moment and try again. If WeChat shows that you have paid, do not pay again: we will find the payment.',
      },
      'worn-out': {
        title: 'Please come back in an hour',
        text: 'This payment was started too often without coming to an order, so it rests for an hour. Open the link again then, or ask the shop for a new one. If WeChat shows that you have paid, do not pay again: we will find the payment.',
      },
      account: {
        title: 'WeChat Pay is not available here',
        text: 'The payment account of the shop does not accept this payment. Trying again will not help; please tell the shop.',
      },
      disabled: {
        title: 'The shop is not taking payments',
        text: 'The shop has stopped taking payments here, so no payment was started. Please ask the shop. If WeChat shows that you have paid, do not pay again: we will find the payment.',
      },
      retry: 'Try again',
      supportId: 'Support reference',
    },
    stale: 'This page no longer updates by itself.',
    reload: 'Refresh',
  },
  'zh-Hans': {
    reference: '商户单号',
    qr: {
      title: '微信支付',
      'not-wechat': '请用手机微信扫描二维码付款。',
      'desktop-wechat': '电脑版微信无法在此付款，请用手机微信扫描二维码。',
      wecom: '企业微信无法在此付款，请用手机微信扫描二维码。',
      code: '在微信中打开这笔付款的二维码',
      waiting: '等待付款',
      samePhone: '手边只有这部手机？复制链接到微信聊天中打开。',
      copy: '复制链接',
      copied: '已复制',
    },
    launch: {
      title: '微信支付',
      text: '微信会请您确认付款。',
      pay: (amount) => `支付 ${amount}`,
      canceled: '付款尚未完成，您可以随时再次支付。',
      failed: '微信未能发起付款，请重试。',
      afresh: '重新开始',
      unavailable: '此处无法使用微信支付，请在手机微信中打开本页。',
      saidByWechat: '微信提示：',
      noScript: '本页需要启用 JavaScript 才能打开微信支付。',
    },
    confirming: {
      title: '正在确认付款…',
      text: '我们正在向微信支付查询结果，通常只需几秒。',
      slow: '确认时间比平时长。如果您已付款，无需再次支付，我们会继续查询。',
      again: '我还没有付款，重新支付',
    },
    succeeded: {
      title: '支付成功',
      paidTo: '收款方',
      paidAt: '支付时间',
      leaving: (merchant) => `正在返回${merchant}…`,
      stay: '留在本页',
    },
    unsuccessful: {
      failed: { title: '支付失败', text: '微信支付没有接受这笔付款。' },
      expired: { title: '付款已过期', text: '这笔付款的支付时间已过。' },
      canceled: { title: '付款已取消', text: '这笔付款不能再支付。' },
      again: '重新支付',
      ask: (merchant) => `如仍需付款，请联系${merchant}重新发起。`,
      late: (merchant) => `如果微信显示您已付款，您无需任何操作，${merchant}会收到通知。`,
      'on-its-way': '您的款项在付款结束后才到账，正在退还给您，您无需任何操作。',
      'given-back':
        '您的款项在付款结束后才到账，已经退还。微信会显示退款；银行卡可能需要几天到账。',
    },
    back: (merchant) => `返回${merchant}`,
    problem: {
      'link-unknown': {
        title: '找不到这个付款链接',
        text: '链接可能不完整。请从商户页面重新打开，或向商户索取新链接。',
      },
      restart: {
        title: '微信授权未完成',
        text: '授权没有完成，因此尚未发起付款。请重试。',
      },
      'cookies-needed': {
        title: '本页需要使用 Cookie',
        text: '浏览器没有保存用于识别这笔付款的 Cookie，因此尚未发起付款。请允许 Cookie 后重试。',
      },
      busy: {
        title: '微信支付暂时没有响应',
        text: '请稍等片刻再试。如果微信显示您已付款，请不要再次支付，我们会查到这笔付款。',
      },
      'worn-out': {
        title: '请一小时后再试',
        text: '这笔付款多次发起都没有成功，需要暂停一小时。请届时重新打开链接，或向商户索取新链接。如果微信显示您已付款，请不要再次支付，我们会查到这笔付款。',
      },
      account: {
        title: '此处暂时无法使用微信支付',
        text: '商户的收款账户不接受这笔付款，重试无效，请联系商户。',
      },
      disabled: {
        title: '商户暂停收款',
        text: '商户目前不在此收款，因此没有发起付款，请联系商户。如果微信显示您已付款，请不要再次支付，我们会查到这笔付款。',
      },
      retry: '重试',
      supportId: '客服查询编号',
    },
    stale: '本页不再自动更新。',
    reload: '刷新',
  },
  'zh-Hant': {
    reference: '商戶單號',
    qr: {
      title: '微信支付',
      'not-wechat': '請用手機微信掃描二維碼付款。',
      'desktop-wechat': '電腦版微信無法在此付款，請用手機微信掃描二維碼。',
      wecom: '企業微信無法在此付款，請用手機微信掃描二維碼。',
      code: '在微信中開啟這筆付款的二維碼',
      waiting: '等待付款',
      samePhone: '手邊只有這部手機？複製連結到微信聊天中開啟。',
      copy: '複製連結',
      copied: '已複製',
    },
    launch: {
      title: '微信支付',
      text: '微信會請您確認付款。',
      pay: (amount) => `支付 ${amount}`,
      canceled: '付款尚未完成，您可以隨時再次支付。',
      failed: '微信未能發起付款，請重試。',
      afresh: '重新開始',
      unavailable: '此處無法使用微信支付，請在手機微信中開啟本頁。',
      saidByWechat: '微信提示：',
      noScript: '本頁需要啟用 JavaScript 才能開啟微信支付。',
    },
    confirming: {
      title: '正在確認付款…',
      text: '我們正在向微信支付查詢結果，通常只需幾秒。',
      slow: '確認時間比平時長。如果您已付款，無須再次支付，我們會繼續查詢。',
      again: '我還沒有付款，重新支付',
    },
    succeeded: {
      title: '付款成功',
      paidTo: '收款方',
      paidAt: '付款時間',
      leaving: (merchant) => `正在返回${merchant}…`,
      stay: '留在本頁',
    },
    unsuccessful: {
      failed: { title: '付款失敗', text: '微信支付沒有接受這筆付款。' },
      expired: { title: '付款已過期', text: '這筆付款的支付時間已過。' },
      canceled: { title: '付款已取消', text: '這筆付款不能再支付。' },
      again: '重新付款',
      ask: (merchant) => `如仍需付款，請聯絡${merchant}重新發起。`,
      late: (merchant) => `如果微信顯示您已付款，您無須任何操作，${merchant}會收到通知。`,
      'on-its-way': '您的款項在付款結束後才到賬，正在退還給您，您無須任何操作。',
      'given-back':
        '您的款項在付款結束後才到賬，已經退還。微信會顯示退款；銀行卡可能需要幾天到賬。',
    },
    back: (merchant) => `返回${merchant}`,
    problem: {
      'link-unknown': {
        title: '找不到這個付款連結',
        text: '連結可能不完整。請從商戶頁面重新開啟，或向商戶索取新連結。',
      },
      restart: {
        title: '微信授權未完成',
        text: '授權沒有完成，因此尚未發起付款。請重試。',
      },
      'cookies-needed': {
        title: '本頁需要使用 Cookie',
        text: '瀏覽器沒有保存用於識別這筆付款的 Cookie，因此尚未發起付款。請允許 Cookie 後重試。',
      },
      busy: {
        title: '微信支付暫時沒有回應',
        text: '請稍等片刻再試。如果微信顯示您已付款，請不要再次支付，我們會查到這筆付款。',
      },
      'worn-out': {
        title: '請一小時後再試',
        text: '這筆付款多次發起都沒有成功，需要暫停一小時。請屆時重新開啟連結，或向商戶索取新連結。如果微信顯示您已付款，請不要再次支付，我們會查到這筆付款。',
      },
      account: {
        title: '此處暫時無法使用微信支付',
        text: '商戶的收款賬戶不接受這筆付款，重試無效，請聯絡商戶。',
      },
      disabled: {
        title: '商戶暫停收款',
        text: '商戶目前不在此收款，因此沒有發起付款，請聯絡商戶。如果微信顯示您已付款，請不要再次支付，我們會查到這筆付款。',
      },
      retry: '重試',
      supportId: '客服查詢編號',
    },
    stale: '本頁不再自動更新。',
    reload: '重新整理',
  },
}
