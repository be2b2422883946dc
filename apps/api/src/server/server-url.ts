/** The URL at which people and local commands reach a server that listens on `host`. Listening on all addresses includes the loopback. */
export function serverUrl(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** The path at which a sign-in code is used. The code is in the fragment, which browsers never send and logs never contain. */
export const signInPath = (code: string): string => `/sign-in#code=${code}`
