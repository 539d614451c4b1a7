const HINTS: readonly (readonly [RegExp, string])[] = [
  [/does not support SSL/, 'The server speaks no TLS: remove sslmode from the address.'],
  [
    /no pg_hba\.conf entry.*(no encryption|SSL off)/,
    'The server may want TLS: add ?sslmode=verify-full to the address.',
  ],
  [/altnames/, 'Write the host name for which the certificate was made.'],
  // `sslmode=require` encrypts for libpq, and verifies for our driver.
  [
    /certificate/i,
    "This machine does not know the authority of the server's certificate: add sslrootcert=FILE with your provider's, or sslmode=no-verify to encrypt without proof of who answers.",
  ],
]

/** What to do about a connection that failed because of its encryption; empty for any other reason. */
export function tlsHint(reason: string): string {
  const hint = HINTS.find(([said]) => said.test(reason))?.[1]
  return hint === undefined ? '' : ` ${hint}`
}
