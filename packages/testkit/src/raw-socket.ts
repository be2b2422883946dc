import WebSocket from 'ws'

export interface SocketMessage {
  type: string
  id?: string
  payload?: unknown
}

/** A WebSocket for the subprotocol graphql-transport-ws that sends any message of a test, even an invalid one. */
export interface RawSocket {
  socket: WebSocket
  say(message: SocketMessage): void
  /** All messages received so far. */
  readonly heard: readonly SocketMessage[]
  /** Resolves with the first message for which `fits` returns true. It may have been received before the call. */
  hears(fits: (message: SocketMessage) => boolean): Promise<SocketMessage>
  closed: Promise<{ code: number; reason: string }>
}

/** Opens a socket. It rejects when the server refuses the upgrade. */
export async function rawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers })
  const heard: SocketMessage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)) as SocketMessage)
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
    heard,
    closed,
    say: (message) => socket.send(JSON.stringify(message)),
    hears: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(fits)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}
