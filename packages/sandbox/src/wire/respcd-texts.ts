import type { Settings } from '../state/settings.ts'

/** What QFPay says of its codes. In our words, yet each says what QFPay's own says, and no more. */
const ENGLISH: Readonly<Record<string, string>> = {
  '0000': 'success',
  '1100': 'system under maintenance',
  '1101': 'reversal error',
  '1102': 'duplicate request',
  '1103': 'malformed request',
  '1104': 'parameter error',
  '1105': 'device not activated',
  '1106': 'invalid device',
  '1107': 'device not allowed',
  '1108': 'signature error',
  '1125': 'refunded already',
  '1136': 'transaction missing or not operable',
  '1142': 'order closed',
  '1143': 'waiting for the payer',
  '1145': 'in progress',
  '1147': 'WeChat Pay transaction error',
  '1150': 'T0 settlement, cannot be cancelled',
  '1155': 'refund refused',
  '1181': 'order expired',
  '1201': 'balance too low',
  '1202': 'payment code wrong or expired',
  '1203': 'account error',
  '1204': 'bank or wallet error',
  '1205': 'transaction failed, try later',
  '1212': 'UnionPay overseas code needed',
  '1241': 'store missing or in the wrong state',
  '1242': 'store not set up',
  '1243': 'store disabled',
  '1250': 'transaction forbidden',
  '1251': 'store not configured, it is being worked on',
  '1252': 'system error while ordering',
  '1254': 'internal problem',
  '1260': 'order paid already',
  '1261': 'order not paid',
  '1262': 'order refunded already',
  '1263': 'order cancelled already',
  '1264': 'order closed already, confirm its status',
  // Two reasons in one sentence, at any hour: QFPay does not say which it is.
  '1265':
    'The transaction cannot be refunded: no refunds between 11:30pm to 0:30am and of special promotions.',
  '1266': 'amount does not fit the order',
  '1267': 'order details do not match',
  '1268': 'order missing',
  '1269': 'unsettled money of today too low for the refund, confirm that the balance is sufficient',
  '1270': 'the currency has no partial refund',
  '1271': 'the transaction has no partial refund',
  '1272': 'above what remains to refund',
  '1294': 'stopped by risk control',
  '1295': 'network slow, waiting',
  '1296': 'network slow, try later',
  '1297': 'bank busy, try later',
  '1298': 'network slow, do not pay twice',
  '2005': 'payment code wrong or expired',
  '2011': 'serial number repeated',
  '2999': 'refund in progress',
}

/** Of those codes whose sentence a client has to read. */
const CHINESE: Readonly<Record<string, string>> = {
  '0000': '交易成功',
  '1108': '簽名錯誤',
  '1251': '該門市尚未設定好，正在處理中',
  '1264': '訂單已關閉，請先確認訂單狀態',
  '1265': '該訂單禁止退款，23:30-00:30 及特殊活動的交易不支援退款',
  '1269': '當日未結算金額不足，請確認餘額',
}

/** The sentence beside a code, in the language of the account. */
export function sentenceOf(respcd: string, { language }: Pick<Settings, 'language'>): string {
  const chinese = language === 'zh' ? CHINESE[respcd] : undefined
  return chinese ?? ENGLISH[respcd] ?? 'transaction failed'
}
