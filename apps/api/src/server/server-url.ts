/**
 * @returns the URL of a server for people and commands on this machine. If the server listens on all addresses, the URL has the loopback
 *   address.
 */
export function serverUrl(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** @returns the path of a sign-in link. The code is in the fragment, because browsers do not send it, so no log contains it. */
export const signInPath = (code: string): string => `/sign-in#code=${code}`
