/** How the runtime warns that its program for seccomp is missing. It then starts the agent with all Unix sockets of the machine. */
const WARNING = /seccomp|unix socket/i

/**
 * Refuses a runtime that cannot forbid Unix sockets, such as that of Docker.
 *
 * @param warnings those of the runtime about what it depends on
 * @throws Error with what to do
 */
export function refuseOpenSockets(warnings: readonly string[]): void {
  const warning = warnings.find((text) => WARNING.test(text))
  if (warning === undefined) return
  throw new Error(`Unix sockets would be open to the agent (${warning}). Stop the server, and install Coppice again`)
}
