import type { PayPageTexts } from './pay-page-texts.ts'

/** What the payer reads in traditional Chinese, as Hong Kong writes it. */
export const traditional: PayPageTexts = {
  reference: '商戶單號',
  wechatPay: '微信支付',
  payBefore: (time) => `請於 ${time} 前付款`,
  languages: '語言',
  qr: {
    title: '微信支付',
    'not-wechat': '請用手機微信掃描二維碼，您確認後才會扣款。',
    'desktop-wechat': '電腦版微信無法付款，並未扣款。請用手機微信掃描二維碼。',
    wecom: '企業微信無法付款，並未扣款。請用手機微信掃描二維碼。',
    'mini-program': '小程式內無法開啟此付款，並未扣款。請將連結傳送到微信對話中開啟。',
    code: '在微信中開啟此付款的二維碼',
    waiting: '等候付款',
    samePhone: '使用這部手機？複製連結，在微信對話中傳送給自己，再點開付款。',
    copy: '複製連結',
    copied: '已複製',
    notCopied: '未能複製，請長按連結自行複製：',
    openWechat: '開啟微信',
  },
  launch: {
    title: '微信支付',
    text: '您在微信確認後才會扣款。',
    pay: (amount) => `支付 ${amount}`,
    canceled: '付款尚未完成，並未扣款。您可以再次付款。',
    failed: '付款未能完成。您可以再試一次，或改用另一張卡。',
    again: '再試一次',
    unavailable: '此頁未能開啟微信支付，並未扣款。請在手機微信中開啟此頁。',
    saidByWechat: '微信提示：',
    noScript: '沒有反應？未能開啟微信支付，並未扣款。請重新整理此頁；此頁需要啟用 JavaScript。',
  },
  passing: {
    title: '請稍候…',
    text: '正在前往微信支付，您確認後才會扣款。',
    onward: '繼續',
  },
  confirming: {
    title: '正在確認付款…',
    text: '我們正向微信支付查詢結果，通常只需幾秒。',
    slow: '確認時間比平時長。如您已付款，毋須再次付款，我們會繼續查詢。',
    again: '我尚未付款，再次付款',
  },
  unpaid: {
    unpaid: { title: '尚未付款', text: '微信支付暫未有付款紀錄，並未扣款。' },
    declined: {
      title: '付款未能完成',
      text: '銀行或微信拒絕了這筆付款，並未扣款。您可以再試一次，或改用另一張卡。',
    },
    justPaid: '如微信顯示已付款，請勿再次付款，此頁會自動顯示結果。',
    again: '再次付款',
    check: '我已付款，重新查詢',
  },
  held: {
    title: '付款正由專人核實',
    text: (merchant) => `微信支付的回應與此付款不符，${merchant} 正派人核實，您的款項不會遺失。`,
    advice: (merchant) => `請勿再次付款。您可以關閉此頁；如有查詢，請聯絡 ${merchant}。`,
  },
  succeeded: {
    title: '付款成功',
    paidAt: '付款時間',
    leaving: (merchant) => `正在返回 ${merchant}…`,
    stay: '留在此頁',
    partBack: (amount) => `其中 ${amount} 已退款。`,
    partOnItsWay: (amount) => `其中 ${amount} 正在退款。`,
    refunded: {
      title: '已退款',
      text: '款項已全數退回給您。微信會顯示退款；退回銀行卡可能需時數天。',
    },
    refunding: { title: '退款處理中', text: '款項正全數退回給您，您毋須任何操作。' },
  },
  paidTwice: {
    title: '此款項早已付清',
    'on-its-way': '在您付款之前，已有另一筆付款付清，您的款項正在退回，您毋須任何操作。',
    refunded:
      '在您付款之前，已有另一筆付款付清，您的款項已全數退回。微信會顯示退款；退回銀行卡可能需時數天。',
  },
  unsuccessful: {
    failed: { title: '付款失敗', text: '微信支付沒有接受這筆付款，並未扣款。' },
    expired: { title: '付款連結已過期', text: '付款時限已過，沒有查到扣款。' },
    canceled: { title: '付款已取消', text: '這筆付款已不能繼續，沒有查到扣款。' },
    ask: (merchant) => `如仍需付款，請向 ${merchant} 索取新連結。`,
    again: '重新開始',
    late: (merchant) => `如微信顯示已付款，您毋須任何操作，我們會通知 ${merchant}。`,
    'on-its-way': '付款逾時後才收到您的款項，正在退回給您，您毋須任何操作。',
    refunded: '付款逾時後才收到您的款項，已全數退回。微信會顯示退款；退回銀行卡可能需時數天。',
  },
  back: (merchant) => `返回 ${merchant}`,
  problem: {
    'link-unknown': {
      title: '付款連結無效',
      text: '尚未發起付款，並未扣款。請從商戶頁面重新開啟，或向商戶索取新連結。',
    },
    restart: { title: '微信授權未完成', text: '尚未發起付款，並未扣款。請再試一次。' },
    snapshot: {
      title: '目前只是預覽頁',
      text: '微信正在顯示快照頁，未能付款，並未扣款。請點選頁面底部的「使用完整服務」，然後再試一次。',
    },
    'cookies-needed': {
      title: '此頁需要使用 Cookie',
      text: '瀏覽器沒有儲存識別這筆付款的 Cookie，因此尚未發起付款，並未扣款。請允許 Cookie 後再試。',
    },
    busy: {
      title: '微信支付暫時沒有回應',
      text: '暫時未能連接微信支付，沒有新的扣款。如微信顯示已付款，請勿再次付款，款項不會遺失，我們會查到；否則請稍後再試。',
    },
    'too-many-attempts': {
      title: '嘗試次數過多',
      text: '沒有發起新的付款，也沒有新的扣款。請一小時後再試，或向商戶索取新連結。如微信顯示已付款，請勿再次付款，我們會查到這筆付款。',
    },
    amount: {
      title: '微信支付未接受此金額',
      text: '金額可能超出限額，或微信支付繁忙，並未扣款。請過幾分鐘再試，或請商戶分拆金額。',
    },
    account: {
      title: '此處暫時無法使用微信支付',
      text: '商戶的收款帳戶不接受這筆付款，並未扣款。再試亦無效，請聯絡商戶。',
    },
    disabled: {
      title: '商戶暫停收款',
      text: '尚未發起付款，並未扣款。請聯絡商戶。如微信顯示已付款，請勿再次付款，我們會查到這筆付款。',
    },
    retry: '再試一次',
    supportId: '客戶服務查詢編號',
  },
  stale: '此頁不再自動更新。',
  reload: '重新整理',
}
