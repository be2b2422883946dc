import { isIP } from 'node:net'
import type { SandboxSpec } from '@coppice/engine/domain/sandbox'

/** The names and addresses of the machine itself. In the sandbox, they are the sandbox. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/**
 * Returns the shell command that runs within the sandbox: it enters the worktree and starts the agent. The runtime sets TMPDIR and NO_PROXY,
 * so they are set again here.
 *
 * @param resetsTerm whether the agent gets back the usual effect of SIGTERM, which the processes around it ignore
 */
export function innerCommand({ worktree, tmp, command, hosts }: SandboxSpec, resetsTerm: boolean): string {
  const noProxy = directHosts(hosts).join(',')
  const start = `${resetsTerm ? 'env --default-signal=TERM ' : ''}/bin/sh -c ${shellWord(command)}`
  return `export TMPDIR=${shellWord(tmp)} NO_PROXY=${noProxy} no_proxy=${noProxy}; cd ${shellWord(worktree)} && exec ${start}`
}

/**
 * Returns the hosts that the agent reaches without the proxy: its own servers within the sandbox. If the plan allows a server of this machine, the
 * agent reaches that one through the proxy instead.
 */
export const directHosts = (hosts: readonly string[]): string[] =>
  LOOPBACK.filter((name) => !hosts.some((host) => nameOf(host) === name))

const nameOf = (host: string): string => (isIP(host) === 6 ? host : host.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''))

/** Quotes a text so that the shell takes it as one word, as it is. */
const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
