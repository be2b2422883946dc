const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/**
 * Against DNS rebinding: a page of another site that made its own name point to this machine sends that name as `Host`. A server
 * that listens on the loopback alone knows its names; one that is reached from elsewhere cannot.
 */
export function isTrustedHost(boundTo: string, header: string | undefined): boolean {
  if (!isLoopback(boundTo)) return true
  const url = `http://${header ?? ''}`
  return URL.canParse(url) && [...LOOPBACK, boundTo].includes(new URL(url).hostname)
}
