import WebSocket from 'ws'

export interface SocketMessage {
  type: string
  id?: string
  payload?: unknown
}

/** A WebSocket for the subprotocol graphql-transport-ws that sends any message of a test, even an invalid one. */
export interface RawSocket {
  socket: WebSocket
  send(message: SocketMessage): void
  /** All messages received so far. */
  readonly received: readonly SocketMessage[]
  /** Resolves with the first message for which `fits` returns true. It may have been received before the call. */
  waitFor(fits: (message: SocketMessage) => boolean): Promise<SocketMessage>
  closed: Promise<{ code: number; reason: string }>
}

/** Opens a socket. It rejects when the server refuses the upgrade. */
export async function rawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers })
  const received: SocketMessage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    received.push(JSON.parse(String(data)) as SocketMessage)
    for (const look of waiting) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    socket,
    received,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    waitFor: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = received.find(fits)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}
