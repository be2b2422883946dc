/** Where people and local commands reach a server that listens on `host`: on every address means also on the loopback. */
export function serverUrl(host: string, port: number): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}
