import type { Client } from 'graphql-ws'
import { stringifyDocument } from 'urql'
import { type Fault, faultOf } from './faults.ts'
import type { TadaDocumentNode } from './graphql.ts'

/** The server refused the stream. The server would refuse it again, so the stream is not opened again. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused'
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}

/** The server closes a socket with this code when the session has ended. */
const FORBIDDEN_CLOSE = 4403

/**
 * Opens a subscription and passes its items to `next`.
 * @returns `completed` when the server has ended the subscription; `lost` when the connection was lost or `signal` aborted
 * @throws StreamRefused when the server sends an error
 */
export function openStream<Data, Variables extends Record<string, unknown>>(
  socket: Pick<Client, 'subscribe'>,
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  next: (data: Data) => void,
  signal: AbortSignal,
): Promise<'completed' | 'lost'> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve('lost')
    const stop = socket.subscribe<Data>(
      { query: stringifyDocument(document), variables },
      {
        next: ({ data, errors }) => {
          if (signal.aborted) return
          if (errors?.[0]) {
            reject(new StreamRefused(faultOf(errors[0])))
            stop()
          } else if (data) next(data)
        },
        error: (cause) => {
          const fault = faultIn(cause)
          if (fault) reject(new StreamRefused(fault))
          else resolve('lost')
        },
        complete: () => resolve('completed'),
      },
    )
    signal.addEventListener('abort', () => {
      resolve('lost')
      stop()
    })
  })
}

function faultIn(cause: unknown): Fault | null {
  if (Array.isArray(cause) && cause[0] !== undefined) return faultOf(cause[0])
  if (isClose(cause) && cause.code === FORBIDDEN_CLOSE)
    return { code: 'UNAUTHENTICATED', message: cause.reason || 'Sign in.' }
  return null
}

const isClose = (cause: unknown): cause is { code: number; reason: string } =>
  typeof cause === 'object' && cause !== null && typeof (cause as { code?: unknown }).code === 'number'
