import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartProblem } from '@coppice/persistence'

/** The server cannot listen on its address. The message names the address and says what to do. */
export class CannotListen extends StartProblem {
  readonly code: string

  constructor(code: string, message: string, cause: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** Listens on an address. @returns the port. @throws CannotListen. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(problem(error, port, host))
    server.once('error', failed)
    server.listen(port, host, () => {
      server.off('error', failed)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function problem(error: NodeJS.ErrnoException, port: number, host: string): CannotListen {
  const code = error.code ?? 'unknown'
  const say = REASONS[code] ?? (() => `Cannot listen on ${host}, port ${port}: ${error.message}.`)
  return new CannotListen(code, say(port, host), error)
}

const REASONS: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port) =>
    `Another program uses port ${port}. Stop that program, or set PORT to another port (0: any free port).`,
  EACCES: (port) => `You may not listen on port ${port}. Set PORT to a port above 1023.`,
  EADDRNOTAVAIL: (_port, host) => `This machine does not have the address ${host}. Set HOST to one of its addresses.`,
  ENOTFOUND: (_port, host) => `The host name ${host} is unknown. Set HOST to an address of this machine.`,
}
