'use client'

import type { Client as Socket } from 'graphql-ws'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { Provider } from 'urql'
import { createConsoleClient } from './console-client.ts'
import { createConsoleSocket } from './console-socket.ts'
import { goToSignIn } from './go-to-sign-in.ts'
import type { TadaDocumentNode } from './graphql.ts'
import { openStream, StreamRefused } from './open-stream.ts'

const SocketContext = createContext<Socket | null>(null)

export function ConsoleProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => createConsoleClient(goToSignIn))
  const [socket] = useState(createConsoleSocket)
  useEffect(() => {
    // When the browser reports that the machine is offline, close the socket at once instead of waiting for a missing pong.
    const cut = () => socket.terminate()
    window.addEventListener('offline', cut)
    return () => {
      window.removeEventListener('offline', cut)
      void socket.dispose()
    }
  }, [socket])
  return (
    <Provider value={client}>
      <SocketContext value={socket}>{children}</SocketContext>
    </Provider>
  )
}

export type OpenStream = <Data, Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
  signal: AbortSignal,
) => Promise<'completed' | 'lost'>

/** @returns `openStream` for the socket of the page. If the session has ended, it opens the sign-in page. */
export function useOpenStream(): OpenStream {
  const socket = useContext(SocketContext)
  if (socket === null) throw new Error('useOpenStream needs a ConsoleProvider around it.')
  return useMemo(() => openOver(socket), [socket])
}

const openOver =
  (socket: Socket): OpenStream =>
  async (...args) => {
    try {
      return await openStream(socket, ...args)
    } catch (error) {
      if (error instanceof StreamRefused && error.fault.code === 'UNAUTHENTICATED') goToSignIn()
      throw error
    }
  }
