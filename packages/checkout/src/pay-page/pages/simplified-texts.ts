import type { PayPageTexts } from './pay-page-texts.ts'

/** What the payer reads in simplified Chinese: the words of WeChat on the mainland. */
export const simplified: PayPageTexts = {
  reference: '商户单号',
  wechatPay: '微信支付',
  payBefore: (time) => `请在 ${time} 前支付`,
  languages: '语言',
  qr: {
    title: '微信支付',
    'not-wechat': '请用手机微信扫描二维码，您确认后才会扣款。',
    'desktop-wechat': '电脑版微信无法支付，未扣款。请用手机微信扫描二维码。',
    wecom: '企业微信无法支付，未扣款。请用手机微信扫描二维码。',
    'mini-program': '小程序内无法打开此支付，未扣款。请把链接发到微信聊天中打开。',
    code: '在微信中打开此支付的二维码',
    waiting: '等待支付',
    samePhone: '使用这部手机？复制链接，发到微信聊天（如“文件传输助手”），再点开支付。',
    copy: '复制链接',
    copied: '已复制',
    notCopied: '未能复制，请长按链接手动复制：',
    openWechat: '打开微信',
  },
  launch: {
    title: '微信支付',
    text: '您在微信中确认后才会扣款。',
    pay: (amount) => `支付 ${amount}`,
    canceled: '支付未完成，未扣款。您可以再次支付。',
    failed: '支付未成功。您可以重试或换一张银行卡。',
    again: '重新支付',
    unavailable: '本页无法调起微信支付，未扣款。请在手机微信中打开本页。',
    saidByWechat: '微信提示：',
    noScript: '没有反应？未能调起微信支付，未扣款。请刷新本页；本页需要启用 JavaScript。',
  },
  passing: {
    title: '请稍候…',
    text: '正在前往微信支付，您确认后才会扣款。',
    onward: '继续',
  },
  confirming: {
    title: '正在确认支付结果…',
    text: '我们正在向微信支付查询结果，通常只需几秒。',
    slow: '确认时间比平时长。如果您已支付，无需再次支付，我们会继续查询。',
    again: '我还没有支付，重新支付',
  },
  unpaid: {
    unpaid: { title: '尚未支付', text: '微信支付目前没有支付记录，未扣款。' },
    declined: {
      title: '支付未成功',
      text: '银行或微信拒绝了这笔支付，未扣款。您可以重试或换一张银行卡。',
    },
    justPaid: '如果微信显示已支付，请勿重复支付，本页会自动显示结果。',
    again: '重新支付',
    check: '我已支付，刷新结果',
  },
  held: {
    title: '支付正在人工核实',
    text: (merchant) => `微信支付的结果与订单不符，${merchant} 正在人工核实，您的款项不会丢失。`,
    advice: (merchant) => `请勿重复支付。您可以关闭本页；如有疑问，请联系 ${merchant}。`,
  },
  succeeded: {
    title: '支付成功',
    paidAt: '支付时间',
    leaving: (merchant) => `正在返回 ${merchant}…`,
    stay: '留在本页',
    partBack: (amount) => `其中 ${amount} 已退款。`,
    partOnItsWay: (amount) => `其中 ${amount} 正在退款。`,
    refunded: {
      title: '已退款',
      text: '款项已全额退还给您。微信会显示退款；退回银行卡可能需要几天。',
    },
    refunding: { title: '退款处理中', text: '款项正在全额退还给您，您无需任何操作。' },
  },
  paidTwice: {
    title: '订单此前已支付',
    'on-its-way': '在您支付之前，订单已由另一笔支付付清，您的款项正在原路退回，您无需任何操作。',
    refunded:
      '在您支付之前，订单已由另一笔支付付清，您的款项已原路退回。微信会显示退款；退回银行卡可能需要几天。',
  },
  unsuccessful: {
    failed: { title: '支付失败', text: '微信支付没有接受这笔支付，未扣款。' },
    expired: { title: '支付链接已过期', text: '未在时限内支付，没有查到扣款。' },
    canceled: { title: '支付已取消', text: '这笔支付已不能继续，没有查到扣款。' },
    ask: (merchant) => `如仍需支付，请向 ${merchant} 索取新链接。`,
    again: '重新开始',
    late: (merchant) => `如果微信显示已支付，您无需任何操作，我们会通知 ${merchant}。`,
    'on-its-way': '订单失效后才收到您的款项，正在原路退回，您无需任何操作。',
    refunded: '订单失效后才收到您的款项，已原路退回。微信会显示退款；退回银行卡可能需要几天。',
  },
  back: (merchant) => `返回 ${merchant}`,
  problem: {
    'link-unknown': {
      title: '支付链接无效',
      text: '尚未发起支付，未扣款。请从商户页面重新打开，或向商户索取新链接。',
    },
    restart: { title: '微信授权未完成', text: '尚未发起支付，未扣款。请重试。' },
    snapshot: {
      title: '当前为预览页面',
      text: '微信正在显示快照页，无法支付，未扣款。请点页面底部的“使用完整服务”，然后重试。',
    },
    'cookies-needed': {
      title: '本页需要使用 Cookie',
      text: '浏览器没有保存识别这笔支付的 Cookie，因此尚未发起支付，未扣款。请允许 Cookie 后重试。',
    },
    busy: {
      title: '微信支付暂时没有响应',
      text: '暂时无法连接微信支付，没有新的扣款。如果微信显示已支付，请勿重复支付，款项不会丢失，我们会查到；否则请稍后重试。',
    },
    'too-many-attempts': {
      title: '尝试次数过多',
      text: '没有发起新的支付，也没有新的扣款。请一小时后重试，或向商户索取新链接。如果微信显示已支付，请勿重复支付，我们会查到这笔支付。',
    },
    amount: {
      title: '微信支付未接受该金额',
      text: '金额可能超出限额，或微信支付繁忙，未扣款。请过几分钟重试，或请商户拆分金额。',
    },
    account: {
      title: '此处暂时无法使用微信支付',
      text: '商户的收款账户不接受这笔支付，未扣款。重试无效，请联系商户。',
    },
    disabled: {
      title: '商户暂停收款',
      text: '尚未发起支付，未扣款。请联系商户。如果微信显示已支付，请勿重复支付，我们会查到这笔支付。',
    },
    retry: '重试',
    supportId: '客服查询编号',
  },
  stale: '本页不再自动更新。',
  reload: '刷新',
}
