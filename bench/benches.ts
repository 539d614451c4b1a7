import type { Bench } from './bench.ts'
import { payment } from './payment/payment.ts'

export const BENCHES: readonly Bench[] = [payment]
