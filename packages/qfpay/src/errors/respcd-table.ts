/** What a result code asks of the caller. */
export type ResponseKind =
  /** Done. For a payment: the order exists, and nothing is paid yet. */
  | 'succeeded'
  /** The result is open: do not retry the request; enquire until the result is known. */
  | 'pending'
  /** A temporary fault: enquire first; if nothing is found, you may retry the same request. */
  | 'retry'
  /** This order or refund will not succeed; a new one, with a new number, may. */
  | 'failed'
  /** The request or the account is wrong; repeating it unchanged is useless. */
  | 'caller'

/** What a code means for the caller. */
export type ResponseMeaning = {
  /** Four digits as received; see {@link Respcd} for those that are documented. */
  readonly respcd: string
  readonly kind: ResponseKind
  /** What the code says, in plain words. */
  readonly meaning: string
  /** What to do. */
  readonly hint: string
}

/** One row of the table: kind, plain words, and a hint where the kind's own is not enough. */
export type CodeRow = {
  readonly kind: ResponseKind
  readonly meaning: string
  readonly hint?: string
}

/** A result code that QFPay has documented. Source: QFPay, Status Codes, and its old appendix. */
export type Respcd =
  | '0000'
  | '1100'
  | '1101'
  | '1102'
  | '1103'
  | '1104'
  | '1105'
  | '1106'
  | '1107'
  | '1108'
  | '1109'
  | '1110'
  | '1111'
  | '1112'
  | '1113'
  | '1114'
  | '1115'
  | '1116'
  | '1117'
  | '1118'
  | '1119'
  | '1120'
  | '1121'
  | '1122'
  | '1123'
  | '1124'
  | '1125'
  | '1126'
  | '1127'
  | '1128'
  | '1129'
  | '1130'
  | '1131'
  | '1132'
  | '1133'
  | '1134'
  | '1135'
  | '1136'
  | '1137'
  | '1138'
  | '1139'
  | '1140'
  | '1141'
  | '1142'
  | '1143'
  | '1144'
  | '1145'
  | '1146'
  | '1147'
  | '1150'
  | '1151'
  | '1152'
  | '1153'
  | '1154'
  | '1155'
  | '1161'
  | '1170'
  | '1180'
  | '1181'
  | '1201'
  | '1202'
  | '1203'
  | '1204'
  | '1205'
  | '1212'
  | '1241'
  | '1242'
  | '1243'
  | '1250'
  | '1251'
  | '1252'
  | '1254'
  | '1260'
  | '1261'
  | '1262'
  | '1263'
  | '1264'
  | '1265'
  | '1266'
  | '1267'
  | '1268'
  | '1269'
  | '1270'
  | '1271'
  | '1272'
  | '1294'
  | '1295'
  | '1296'
  | '1297'
  | '1298'
  | '2001'
  | '2002'
  | '2003'
  | '2004'
  | '2005'
  | '2006'
  | '2007'
  | '2008'
  | '2009'
  | '2010'
  | '2011'
  | '2012'
  | '2999'

/** What each code means. Where QFPay gives a class, it is QFPay's; elsewhere the safest one. */
export const RESPONSE_CODES: Readonly<Record<Respcd, CodeRow>> = {
  '0000': {
    kind: 'succeeded',
    meaning: 'success',
    hint: 'Continue. For a payment this means that the order exists, not that it is paid.',
  },
  '1100': { kind: 'retry', meaning: 'QFPay is under maintenance' },
  '1101': { kind: 'retry', meaning: 'the reversal failed for a moment' },
  '1102': {
    kind: 'caller',
    meaning: 'the same request was sent before',
    hint: 'Enquire by its number instead of sending it again.',
  },
  '1103': { kind: 'caller', meaning: 'the request is malformed' },
  '1104': {
    kind: 'caller',
    meaning:
      'a parameter is wrong, or the pay type is not enabled for the account ("filter error")',
    hint: 'Read the message; ask QFPay whether the pay type is enabled.',
  },
  '1105': { kind: 'caller', meaning: 'the device is not activated' },
  '1106': { kind: 'caller', meaning: 'the device is invalid' },
  '1107': { kind: 'caller', meaning: 'the device is not allowed' },
  '1108': {
    kind: 'caller',
    meaning: 'the signature is wrong',
    hint: 'Check client_key, mchid (sent only if QFPay issued one) and host: each host has its own credentials.',
  },
  '1109': { kind: 'caller', meaning: 'encryption or decryption failed' },
  '1110': { kind: 'caller', meaning: 'the serial number or top-up is wrong' },
  '1111': { kind: 'retry', meaning: 'an outside service is down' },
  '1112': { kind: 'retry', meaning: 'an inside service is down' },
  '1113': { kind: 'caller', meaning: 'the user does not exist' },
  '1114': { kind: 'caller', meaning: 'the user is blocked' },
  '1115': { kind: 'caller', meaning: 'the user is restricted' },
  '1116': { kind: 'caller', meaning: 'the password is wrong' },
  '1117': { kind: 'retry', meaning: 'the service is offline' },
  '1118': { kind: 'failed', meaning: 'risk control stopped it' },
  '1119': { kind: 'failed', meaning: 'this type of transaction is limited' },
  '1120': { kind: 'failed', meaning: 'the time of the transaction is limited' },
  '1121': { kind: 'failed', meaning: 'this card is limited' },
  '1122': { kind: 'failed', meaning: 'this currency is limited' },
  '1123': { kind: 'failed', meaning: 'this amount is limited' },
  '1124': { kind: 'caller', meaning: 'the transaction is invalid' },
  '1125': {
    kind: 'failed',
    meaning: 'it is refunded already',
    hint: 'Enquire: an earlier refund went through.',
  },
  '1126': { kind: 'caller', meaning: 'it differs from the original transaction' },
  '1127': { kind: 'retry', meaning: "QFPay's database failed" },
  '1128': { kind: 'retry', meaning: "QFPay's file system failed" },
  '1129': { kind: 'failed', meaning: 'it was uploaded already' },
  '1130': { kind: 'caller', meaning: 'the date is not permitted' },
  '1131': { kind: 'retry', meaning: 'the channel failed' },
  '1132': { kind: 'caller', meaning: 'the client version is wrong' },
  '1133': { kind: 'caller', meaning: 'the channel is not set up' },
  '1134': { kind: 'caller', meaning: 'the card differs' },
  '1135': { kind: 'caller', meaning: 'the user is not configured' },
  '1136': {
    kind: 'failed',
    meaning: 'the transaction does not exist or cannot be operated on',
    hint: 'Enquire again: it may not be visible yet.',
  },
  '1137': { kind: 'caller', meaning: 'the user is not set up for this' },
  '1138': { kind: 'caller', meaning: 'the user is not set up for this' },
  '1139': { kind: 'caller', meaning: 'the user is not set up for this' },
  '1140': { kind: 'caller', meaning: 'the user has not been audited' },
  '1141': { kind: 'retry', meaning: "the channel's message check failed" },
  '1142': { kind: 'failed', meaning: 'the order is closed' },
  '1143': {
    kind: 'pending',
    meaning: 'the order is not paid yet, or the payer is typing the password',
  },
  '1144': { kind: 'retry', meaning: "the channel's protocol failed" },
  '1145': { kind: 'pending', meaning: 'the transaction is being processed' },
  '1146': { kind: 'failed', meaning: 'the order failed at the channel' },
  '1147': {
    kind: 'failed',
    meaning: 'WeChat refused the transaction',
    hint: 'Start over with a fresh openid of the same official account.',
  },
  '1150': { kind: 'failed', meaning: 'it was settled immediately and cannot be canceled' },
  '1151': { kind: 'failed', meaning: 'the pre-authorization failed' },
  '1152': { kind: 'failed', meaning: 'the pre-authorization failed' },
  '1153': { kind: 'failed', meaning: 'the pre-authorization failed' },
  '1154': { kind: 'failed', meaning: 'the pre-authorization failed inside QFPay' },
  '1155': { kind: 'failed', meaning: 'the refund was refused' },
  '1161': { kind: 'pending', meaning: 'the result is not known yet' },
  '1170': { kind: 'retry', meaning: 'the channel is not available' },
  '1180': { kind: 'retry', meaning: 'the route was reset' },
  '1181': { kind: 'failed', meaning: 'the order has expired' },
  '1201': { kind: 'failed', meaning: "the payer's balance is too low" },
  '1202': { kind: 'failed', meaning: "the payer's payment code is wrong or has expired" },
  '1203': {
    kind: 'caller',
    meaning: 'the account is faulty',
    hint: "Ask QFPay to check the account's settings.",
  },
  '1204': { kind: 'failed', meaning: 'the bank or the wallet failed' },
  '1205': { kind: 'failed', meaning: 'the transaction failed' },
  '1212': { kind: 'failed', meaning: 'the payer needs a UnionPay code for use abroad' },
  '1241': {
    kind: 'caller',
    meaning: 'the store does not exist or is in the wrong state',
    hint: 'Ask QFPay to check the store.',
  },
  '1242': {
    kind: 'caller',
    meaning: 'the store is not set up',
    hint: 'Ask QFPay to check the store.',
  },
  '1243': {
    kind: 'caller',
    meaning: 'the store is disabled',
    hint: 'Ask QFPay to check the store.',
  },
  '1250': { kind: 'failed', meaning: 'the transaction is forbidden', hint: "Ask QFPay's support." },
  '1251': {
    kind: 'caller',
    meaning: 'the store is not set up, or the out_trade_no was used before',
    hint: 'Enquire by the number if it was ever sent; else ask QFPay to check the store.',
  },
  '1252': { kind: 'retry', meaning: 'QFPay failed while it made the order' },
  '1254': { kind: 'retry', meaning: 'QFPay failed inside' },
  '1260': {
    kind: 'pending',
    meaning: 'the order is paid already',
    hint: 'Enquire: it is paid only when the enquiry says so.',
  },
  '1261': {
    kind: 'pending',
    meaning: 'the order is not paid',
    hint: 'Enquire; what is not paid cannot be refunded.',
  },
  '1262': {
    kind: 'failed',
    meaning: 'it is refunded already',
    hint: 'Enquire: an earlier refund went through.',
  },
  '1263': {
    kind: 'failed',
    meaning: 'it is canceled already',
    hint: 'Enquire before you start over.',
  },
  '1264': {
    kind: 'failed',
    meaning: 'it is closed or refunded already',
    hint: 'Enquire before you start over.',
  },
  '1265': {
    kind: 'retry',
    meaning: 'refunds are closed from 23:30 to 00:30',
    hint: 'Send the same refund again after 00:30 local time, unless the payment is older than 365 days.',
  },
  '1266': { kind: 'caller', meaning: 'the amount does not fit the order' },
  '1267': { kind: 'caller', meaning: 'the details do not match the order' },
  '1268': {
    kind: 'caller',
    meaning: 'the order does not exist',
    hint: 'Enquire again with a time range: without one QFPay searches this month only.',
  },
  '1269': {
    kind: 'retry',
    meaning: "today's unsettled takings are lower than the refund",
    hint: 'Send the same refund again after 11:00 tomorrow, not sooner.',
  },
  '1270': {
    kind: 'caller',
    meaning: 'this currency has no partial refunds',
    hint: 'Refund the whole amount.',
  },
  '1271': {
    kind: 'caller',
    meaning: 'this transaction has no partial refunds',
    hint: 'Refund the whole amount.',
  },
  '1272': { kind: 'caller', meaning: 'the refund is larger than what is left of the payment' },
  '1294': {
    kind: 'failed',
    meaning: 'the bank stopped it for risk or compliance',
    hint: 'Never retry it.',
  },
  '1295': { kind: 'pending', meaning: 'the channel is slow' },
  '1296': { kind: 'retry', meaning: 'the channel is slow' },
  '1297': {
    kind: 'retry',
    meaning: 'the bank is busy, the amount is above the limit, or closing is not supported',
  },
  '1298': {
    kind: 'pending',
    meaning: 'the channel is slow',
    hint: 'The payer must not pay again; enquire until the result is known.',
  },
  '2001': { kind: 'caller', meaning: 'the organization does not exist' },
  '2002': { kind: 'caller', meaning: 'binding failed' },
  '2003': { kind: 'caller', meaning: 'the signature failed' },
  '2004': { kind: 'failed', meaning: 'the balance is too low' },
  '2005': { kind: 'failed', meaning: "the payer's payment code is wrong or has expired" },
  '2006': { kind: 'failed', meaning: 'the QR code is not a payment code' },
  '2007': { kind: 'failed', meaning: "the consumer's account is closed" },
  '2008': { kind: 'caller', meaning: 'a parameter for the channel is wrong' },
  '2009': { kind: 'retry', meaning: 'the channel cannot be reached' },
  '2010': { kind: 'pending', meaning: 'the channel failed in an unknown way' },
  '2011': {
    kind: 'caller',
    meaning: 'the serial number was used before',
    hint: 'Enquire by it: an earlier request got through.',
  },
  '2012': { kind: 'caller', meaning: 'the certificate is not configured' },
  '2999': { kind: 'pending', meaning: 'the refund is being processed' },
}
