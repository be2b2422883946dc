/** The variables that name a proxy. Programs read each in upper and in lower case. */
const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy']
const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/**
 * Returns the variables with which a script of Coppice sends its requests to the proxy of the server. Without them, `fetch` of Node ignores the
 * proxy. Addresses of this machine are reached directly, so that a local model still works.
 *
 * @param env the environment of the script
 * @returns no variables when the server has no proxy
 */
export function nodeProxy(env: Readonly<Record<string, string>>): Record<string, string> {
  if (!PROXIES.some((name) => env[name])) return {}
  const direct = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter(Boolean)
  const noProxy = [...new Set([...direct, ...LOOPBACK])].join(',')
  return { NODE_USE_ENV_PROXY: '1', NO_PROXY: noProxy, no_proxy: noProxy }
}
