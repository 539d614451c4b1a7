import type { Language } from '../../language/language.ts'
import type { DifferenceOutcome } from '../../reconciliation/difference.ts'
import type {
  ReconciliationCause,
  ReconciliationStatus,
} from '../../reconciliation/reconciliation.ts'
import type { CountRow, DifferenceRow } from './reconciliation-view.ts'
import { sayCount } from './say-count.ts'

type ReconciliationTexts = {
  readonly cause: Readonly<Record<ReconciliationCause, string>>
  readonly status: Readonly<Record<ReconciliationStatus, string>>
  readonly kind: Readonly<Record<CountRow['kind'], string>>
  readonly outcome: Readonly<Record<DifferenceOutcome, string>>
  readonly range: string
  readonly found: string
  readonly rows: string
  readonly nothing: string
  readonly none: string
  readonly resolved: string
  readonly reported: string
  readonly resolvedCount: (count: number) => string
  readonly reportedCount: (count: number) => string
  readonly lookedAtCount: (count: number) => string
  readonly so: (percent: number) => string
  readonly standing: {
    readonly agrees: (rows: string) => string
    readonly differs: (resolved: number, reported: number) => string
    readonly waits: (until: string) => string
    readonly running: (until: string) => string
    readonly stalled: (until: string, continuesIn: string) => string
  }
  readonly differences: string
  readonly noDifferences: string
  readonly counts: string
  readonly kindHead: string
  readonly csv: string
  readonly ours: string
  readonly theirs: string
  readonly recorded: string
  readonly from: string
  /** Where a difference does not say it in this language. */
  readonly meaning: Readonly<Partial<Record<DifferenceRow['kind'], string>>>
  readonly to: string
  readonly id: string
  readonly causeHead: string
  readonly created: string
  readonly completed: string
  readonly readUntil: string
  readonly first: string
  readonly next: string
  /** To compare on request. */
  readonly start: string
  readonly startText: string
  readonly firstDay: string
  readonly lastDay: string
}

/** What an operator reads about reconciliations. */
export const reconciliationTexts: Readonly<Record<Language, ReconciliationTexts>> = {
  en: {
    cause: { daily: 'Nightly', merchant: 'On request' },
    status: { running: 'Running', stalled: 'Stalled', completed: 'Completed' },
    kind: {
      paid_unrecorded: 'Paid, not recorded',
      missing: 'Missing at QFPay',
      amount: 'Amount mismatch',
      currency: 'Currency mismatch',
      unknown: 'Unknown order',
      duplicate: 'Paid twice',
      refund: 'Refund differs',
      unreadable: 'Unreadable row',
    },
    meaning: {},
    outcome: { recorded: 'Recorded', refunded: 'Refunded', reported: 'Needs review' },
    range: 'Range',
    found: 'Found',
    rows: 'Rows compared',
    nothing: 'No differences',
    none: 'No reconciliations yet. The first one runs in the night after the first day.',
    resolved: 'Resolved',
    reported: 'Needs review',
    resolvedCount: (count) => `${count} resolved`,
    reportedCount: (count) => (count === 1 ? '1 needs review' : `${count} need review`),
    lookedAtCount: (count) => `${count} resolved by people`,
    so: (percent) => `${percent} % read`,
    standing: {
      agrees: (rows) => `QFPay's books and ours agree: ${rows} rows compared, no differences.`,
      differs: (resolved, reported) =>
        `${reported === 0 ? 'Nothing is left to do' : reported === 1 ? '1 difference needs review' : `${sayCount(reported)} differences need review`}; ${resolved} resolved automatically.`,
      waits: (until) =>
        `Starts at ${until}, because QFPay may list a payment up to five minutes late.`,
      running: (until) =>
        `Running: everything before ${until} is compared. The counts grow until the run is completed.`,
      stalled: (until, continuesIn) =>
        `Stalled: everything before ${until} is compared, and the run continues ${continuesIn}.`,
    },
    differences: 'Differences',
    noDifferences: 'No difference to show.',
    counts: 'By kind',
    kindHead: 'Kind',
    csv: 'Download all as CSV',
    ours: 'Here',
    theirs: 'At QFPay',
    recorded: 'QFPay time',
    from: 'From',
    to: 'To (exclusive)',
    id: 'Reconciliation id',
    causeHead: 'Why',
    created: 'Started',
    completed: 'Completed',
    readUntil: 'Compared until',
    first: 'First page',
    next: 'Next page',
    start: 'Compare now',
    startText:
      'Tael compares its books of these days with QFPay’s, whole days in the zone of QFPay’s times, up to now at most. It resolves what an enquiry resolves and leaves the rest to you.',
    firstDay: 'First day',
    lastDay: 'Last day',
  },
  'zh-Hans': {
    cause: { daily: '每晚自动', merchant: '手动发起' },
    status: { running: '进行中', stalled: '已中断', completed: '已完成' },
    kind: {
      paid_unrecorded: '已付款未入账',
      missing: 'QFPay 查无此单',
      amount: '金额不同',
      currency: '币种不同',
      unknown: '未知单号',
      duplicate: '重复付款',
      refund: '退款不符',
      unreadable: '无法读取',
    },
    meaning: {
      paid_unrecorded: '顾客已在 QFPay 付款，本站没有记录为已付款。',
      missing: '本站记录为已付款，QFPay 没有对应的已付款订单。',
      amount: '本站与 QFPay 的金额不同。',
      currency: '本站与 QFPay 的币种不同。',
      unknown: 'QFPay 有一笔交易，其单号不是 Tael 生成的。',
      duplicate: '同一笔付款在 QFPay 收了两次款。',
      refund: '退款在本站与 QFPay 的记录不同。',
    },
    outcome: { recorded: '已入账', refunded: '已退回', reported: '待人工核对' },
    range: '时间范围',
    found: '结果',
    rows: '已核对记录',
    nothing: '没有差异',
    none: '还没有对账。首次对账将在启用次日凌晨进行。',
    resolved: '已自动处理',
    reported: '待人工核对',
    resolvedCount: (count) => `${count} 项已自动处理`,
    reportedCount: (count) => `${count} 项待人工核对`,
    lookedAtCount: (count) => `${count} 项已人工处理`,
    so: (percent) => `已核对 ${percent}%`,
    standing: {
      agrees: (rows) => `QFPay 的账与本站一致：核对了 ${rows} 条记录，没有差异。`,
      differs: (resolved, reported) =>
        `${reported === 0 ? '无需再处理' : `${sayCount(reported)} 项需要人工处理`}；${resolved} 项已自动处理。`,
      waits: (until) => `将于 ${until} 开始：QFPay 最迟可能在付款五分钟后才列出记录。`,
      running: (until) => `正在进行：${until} 之前的记录都已核对。完成之前，数字还会增加。`,
      stalled: (until, continuesIn) =>
        `已中断：${until} 之前的记录均已核对，将于${continuesIn}自动继续。`,
    },
    differences: '差异',
    noDifferences: '没有可显示的差异。',
    counts: '按类别',
    kindHead: '类别',
    csv: '下载全部（CSV）',
    ours: '本站',
    theirs: 'QFPay',
    recorded: 'QFPay 时间',
    from: '开始',
    to: '结束（不含）',
    id: '对账编号',
    causeHead: '发起方式',
    created: '发起',
    completed: '完成',
    readUntil: '已核对至',
    first: '返回第一页',
    next: '下一页',
    start: '立即对账',
    startText:
      'Tael 将这些日期的账与 QFPay 的核对（按 QFPay 时间的整天，最晚到现在）。查询能解决的差异会自动处理，其余留给您。',
    firstDay: '首日',
    lastDay: '末日',
  },
  'zh-Hant': {
    cause: { daily: '每晚自動', merchant: '手動發起' },
    status: { running: '進行中', stalled: '已中斷', completed: '已完成' },
    kind: {
      paid_unrecorded: '已付款未入帳',
      missing: 'QFPay 查無此單',
      amount: '金額不同',
      currency: '貨幣不同',
      unknown: '未知單號',
      duplicate: '重複付款',
      refund: '退款不符',
      unreadable: '無法讀取',
    },
    meaning: {
      paid_unrecorded: '顧客已在 QFPay 付款，本站未記錄為已付款。',
      missing: '本站記錄為已付款，QFPay 沒有對應的已付款訂單。',
      amount: '本站與 QFPay 的金額不同。',
      currency: '本站與 QFPay 的貨幣不同。',
      unknown: 'QFPay 有一筆交易，其單號並非由 Tael 產生。',
      duplicate: '同一筆付款在 QFPay 收了兩次款。',
      refund: '退款在本站與 QFPay 的紀錄不同。',
    },
    outcome: { recorded: '已入帳', refunded: '已退回', reported: '待人工核對' },
    range: '時間範圍',
    found: '結果',
    rows: '已核對紀錄',
    nothing: '沒有差異',
    none: '還沒有對帳。首次對帳會在啟用翌日凌晨進行。',
    resolved: '已自動處理',
    reported: '待人工核對',
    resolvedCount: (count) => `${count} 項已自動處理`,
    reportedCount: (count) => `${count} 項待人工核對`,
    lookedAtCount: (count) => `${count} 項已人工處理`,
    so: (percent) => `已核對 ${percent}%`,
    standing: {
      agrees: (rows) => `QFPay 的帳與本站一致：核對了 ${rows} 條紀錄，沒有差異。`,
      differs: (resolved, reported) =>
        `${reported === 0 ? '毋須再處理' : `${sayCount(reported)} 項需要人工處理`}；${resolved} 項已自動處理。`,
      waits: (until) => `將於 ${until} 開始：QFPay 最遲可能在付款五分鐘後才列出紀錄。`,
      running: (until) => `正在進行：${until} 之前的紀錄都已核對。完成之前，數字還會增加。`,
      stalled: (until, continuesIn) =>
        `已中斷：${until} 之前的紀錄均已核對，將於${continuesIn}自動繼續。`,
    },
    differences: '差異',
    noDifferences: '沒有可顯示的差異。',
    counts: '按類別',
    kindHead: '類別',
    csv: '下載全部（CSV）',
    ours: '本站',
    theirs: 'QFPay',
    recorded: 'QFPay 時間',
    from: '開始',
    to: '結束（不含）',
    id: '對帳編號',
    causeHead: '發起方式',
    created: '發起',
    completed: '完成',
    readUntil: '已核對至',
    first: '返回第一頁',
    next: '下一頁',
    start: '立即對帳',
    startText:
      'Tael 將這些日期的帳與 QFPay 的核對（按 QFPay 時間的整天，最遲到現在）。查詢能解決的差異會自動處理，其餘留給您。',
    firstDay: '首日',
    lastDay: '末日',
  },
}
