/** The owner of each kind of sealed value. Resealing has to know them all, so they stand together. */
export const sealContext = {
  accountSecrets: (accountId: string): string => `${accountId} secrets`,
  endpointSecrets: (endpointId: string): string => `${endpointId} secrets`,
  endpointHeaders: (endpointId: string): string => `${endpointId} headers`,
  typedSecrets: (): string => 'typed secrets',
  notification: (accountId: string): string => `${accountId} notification`,
  launch: (attemptId: string): string => `${attemptId} launch`,
  operatorSetUp: (): string => 'operator set-up',
  passkeyChallenge: (): string => 'passkey challenge',
  operatorSecondFactor: (operatorId: string): string => `${operatorId} second factor`,
  payerIdentity: (paymentId: string): string => `${paymentId} payer identity`,
}
