import type { Language } from '../../language/language.ts'

export type OverviewTexts = {
  readonly until: (time: string) => string
  readonly volume: string
  readonly yesterday: string
  readonly lastWeek: string
  readonly today: string
  readonly success: string
  readonly successOf: string
  readonly toPay: string
  readonly median: string
  readonly p95: string
  readonly week: string
  readonly funnel: string
  readonly funnelHint: string
  readonly created: string
  readonly opened: string
  readonly authorized: string
  readonly ordered: string
  readonly paid: string
  readonly plot: string
  readonly table: string
  readonly hour: string
  readonly none: string
  readonly state: string
  readonly review: (count: number) => string
  readonly noReview: string
  readonly late: (work: string, time: string) => string
  readonly onTime: string
  readonly budget: (account: string, percent: string) => string
  readonly failing: (url: string) => string
  readonly delivering: string
  readonly unknown: string
}

export const overviewTexts: Readonly<Record<Language, OverviewTexts>> = {
  en: {
    until: (time) => `Today until ${time}; the other days until the same time of day`,
    volume: 'Paid today',
    yesterday: 'Yesterday',
    lastWeek: 'A week ago',
    today: 'Today',
    success: 'Success rate',
    successOf: 'of the payments that a payer authorized',
    toPay: 'Time to pay',
    median: 'half of them within',
    p95: '95 % within',
    week: 'The seven days before today',
    funnel: 'From creation to payment',
    funnelHint: 'Each payment counts once in each step. Openings are counted within half a minute.',
    created: 'Created',
    opened: 'Page opened',
    authorized: 'Authorized in WeChat',
    ordered: 'Order at QFPay',
    paid: 'Paid',
    plot: 'Paid since midnight, added up hour by hour',
    table: 'As a table',
    hour: 'Until',
    none: 'No payments in the last seven days.',
    state: 'Now',
    review: (count) => (count === 1 ? '1 payment needs review' : `${count} payments need review`),
    noReview: 'Nothing needs review',
    late: (work, time) => `${work} is ${time} late`,
    onTime: 'The background work is on time',
    budget: (account, percent) => `${account}: ${percent} of the request budget is free`,
    failing: (url) => `Webhooks fail: ${url}`,
    delivering: 'Every webhook endpoint answers',
    unknown: 'The state of the background work is unknown at this moment',
  },
  'zh-Hans': {
    until: (time) => `今天截至 ${time}，其他日期截至同一时刻`,
    volume: '今日已付',
    yesterday: '昨天',
    lastWeek: '一周前',
    today: '今天',
    success: '成功率',
    successOf: '占付款人已授权的付款',
    toPay: '付款用时',
    median: '一半不超过此时间',
    p95: '95% 不超过',
    week: '今天之前的七天',
    funnel: '从创建到付款',
    funnelHint: '每笔付款在每一步只计一次。打开页面在半分钟内计入。',
    created: '已创建',
    opened: '已打开页面',
    authorized: '微信已授权',
    ordered: 'QFPay 已下单',
    paid: '已付款',
    plot: '零点以来每小时累计已付',
    table: '以表格显示',
    hour: '截至',
    none: '最近七天没有付款。',
    state: '当前',
    review: (count) => `${count} 笔付款待人工核对`,
    noReview: '没有待人工核对的付款',
    late: (work, time) => `${work} 延迟 ${time}`,
    onTime: '后台工作准时',
    budget: (account, percent) => `${account}：请求额度剩余 ${percent}`,
    failing: (url) => `Webhook 送达失败：${url}`,
    delivering: '所有 Webhook 端点正常',
    unknown: '暂时无法得知后台工作的状态',
  },
  'zh-Hant': {
    until: (time) => `今天截至 ${time}，其他日期截至同一時刻`,
    volume: '今日已付',
    yesterday: '昨天',
    lastWeek: '一星期前',
    today: '今天',
    success: '成功率',
    successOf: '佔付款人已授權的付款',
    toPay: '付款用時',
    median: '一半不超過此時間',
    p95: '95% 不超過',
    week: '今天之前的七日',
    funnel: '由建立到付款',
    funnelHint: '每筆付款在每一步只計一次。開啟頁面在半分鐘內計入。',
    created: '已建立',
    opened: '已開啟頁面',
    authorized: '微信已授權',
    ordered: 'QFPay 已下單',
    paid: '已付款',
    plot: '零時以來每小時累計已付',
    table: '以表格顯示',
    hour: '截至',
    none: '最近七日沒有付款。',
    state: '目前',
    review: (count) => `${count} 筆付款待人工核對`,
    noReview: '沒有待人工核對的付款',
    late: (work, time) => `${work} 延遲 ${time}`,
    onTime: '背景工作準時',
    budget: (account, percent) => `${account}：請求額度剩餘 ${percent}`,
    failing: (url) => `Webhook 傳送失敗：${url}`,
    delivering: '所有 Webhook 端點正常',
    unknown: '暫時無法得知背景工作的狀態',
  },
}
