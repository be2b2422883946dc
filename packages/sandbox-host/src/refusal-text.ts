import { isMetadataHost } from './metadata-hosts.ts'

const NETWORK = /^deny network-outbound (\S+):(\d+) /
/** The usual ports of HTTP, which an entry of the plan need not name. */
const USUAL_PORTS = ['80', '443']
const LINK_LOCAL = /^(?:169\.254\.|\[?fe80:|\[?fd00:ec2:)/i

/** Returns what people read about something that the sandbox has stopped. @param line how the runtime of the sandbox describes it */
export function refusalText(line: string): string {
  const [, host, port] = NETWORK.exec(line) ?? []
  if (host === undefined || port === undefined) return `it stopped the agent: ${line}`
  const stopped = `the agent may not reach ${host}:${port}.`
  if (LINK_LOCAL.test(host) || isMetadataHost(host)) return stopped
  const wanted = USUAL_PORTS.includes(port) ? host : `${host}:${port}`
  return `${stopped} To allow it, add "${wanted}" to "sandboxHosts" in the plan.`
}
