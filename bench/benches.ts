import type { Bench } from './bench.ts'
import { notification } from './notification/notification.ts'
import { payment } from './payment/payment.ts'
import { profile } from './profile/profile.ts'

export const BENCHES: readonly Bench[] = [payment, profile, notification]
