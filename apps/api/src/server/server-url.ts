/** Where people and local commands reach a server that listens on `host`: on every address means also on the loopback. */
export function serverUrl(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** Where a sign-in code is used. It stands in the fragment, which no browser sends and no log holds. */
export const signInPath = (code: string): string => `/sign-in#code=${code}`
