const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/**
 * Protects against DNS rebinding: a page of another site that points its own name to this machine sends that name as `Host`. A server that
 * listens only on the loopback knows its names. A server that is reachable from elsewhere cannot know them.
 */
export function isTrustedHost(boundTo: string, header: string | undefined): boolean {
  if (!isLoopback(boundTo)) return true
  const url = `http://${header ?? ''}`
  return URL.canParse(url) && [...LOOPBACK, boundTo].includes(new URL(url).hostname)
}
