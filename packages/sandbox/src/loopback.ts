/** Whether a host's name (without a port) always leads to this machine: no stranger can own such a name. */
export function isLoopbackName(hostname: string): boolean {
  return /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)
}

/**
 * The answer to a request under another name, which a stranger's page may have pointed at this machine (DNS
 * rebinding) to read what is here; undefined for a name of this machine.
 */
export function refuseForeignHost(host: string): Response | undefined {
  if (isLoopbackName(host.replace(/:\d+$/, ''))) return undefined
  const error = {
    code: 'foreign_host',
    message: 'This server is for this machine, and answers under its own names only.',
    hint: 'Use 127.0.0.1, localhost or a name that ends in .localhost; for other machines start the sandbox with --allow-remote.',
  }
  return Response.json({ error }, { status: 421 })
}
