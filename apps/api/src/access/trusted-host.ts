const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/**
 * Whether a `Host` header is acceptable. The check protects against DNS rebinding: a foreign site points its own name to this machine, so
 * that its page can send requests to this server. Such a request has the name of the foreign site as `Host`. A server that listens only on
 * the loopback accepts only loopback names. Any other server accepts every name, because it cannot know under which names it is reachable.
 * @param boundTo the address on which the server listens
 */
export function isTrustedHost(boundTo: string, header: string | undefined): boolean {
  if (!isLoopback(boundTo)) return true
  const url = `http://${header ?? ''}`
  return URL.canParse(url) && [...LOOPBACK, boundTo].includes(new URL(url).hostname)
}
