import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock, Engine, TranscriptOf } from '@coppice/engine'
import type { Logger } from 'pino'
import type { Access } from '../access/access.ts'
import { CLIENT_HEADER } from '../access/same-origin.ts'
import { decodeGlobalId } from '../schema/ids.ts'
import { cutOffUnread } from '../shares/cut-off-unread.ts'
import type { Shares } from '../shares/shares.ts'
import { authenticate } from './authenticate.ts'
import { respondError, setSecurityHeaders } from './respond.ts'

export const TRANSCRIPTS_PATH = '/transcripts/'

interface TranscriptEndpointOptions {
  access: Access
  engine: Engine
  shares: Shares
  clock: Clock
  log: Logger
}

export interface TranscriptEndpoint {
  handle(request: IncomingMessage, response: ServerResponse, path: string, port: number): Promise<void>
  /** Ends all downloads, which are then incomplete for their clients. */
  endDownloads(): void
}

/**
 * Creates the endpoint `GET /transcripts/ID.md`, which downloads a transcript as Markdown. ID is the id of a session, of a task in a run, or of a
 * run. Any role may read it (A1). The text is made while the client reads, so a slow client takes no memory (R4).
 */
export function createTranscriptEndpoint(options: TranscriptEndpointOptions): TranscriptEndpoint {
  const { access, engine, shares, clock, log } = options
  const open = new Set<ServerResponse>()
  return {
    async handle(request, response, path, port) {
      if (request.method !== 'GET') {
        response.setHeader('allow', 'GET')
        return respondError(response, 405, 'BAD_USER_INPUT', 'Use GET.')
      }
      const who = await authenticate(access, request, port)
      // After the event `close`, nothing would release what is held for this connection.
      if (response.destroyed) return
      if (who.kind === 'unknown') {
        response.setHeader('www-authenticate', 'Bearer')
        return respondError(response, 401, 'UNAUTHENTICATED', who.message)
      }
      if (who.kind === 'foreign')
        return respondError(
          response,
          403,
          'FORBIDDEN',
          `A cookie is accepted only from the pages of Coppice, or with the header ${CLIENT_HEADER}.`,
        )
      const share = shares.of(who.credential)
      const close = share.open('streams')
      if (close === null)
        return respondError(response, 429, 'LIMIT_EXCEEDED', 'Too many streams of this token are open. End one.')
      const of = transcriptOf(path)
      const transcript = of && (await engine.read.transcriptMarkdown(of).catch(closing(close)))
      if (!transcript || response.destroyed) {
        close()
        return respondError(response, 404, 'NOT_FOUND', 'No session, task of a run, or run has this id.')
      }
      const stops = [
        close,
        access.live.hold(who.credential, () => response.destroy()),
        cutOffUnread(
          share,
          {
            unreadBytes: () => response.writableLength,
            takenBytes: () => request.socket.bytesWritten - request.socket.writableLength,
            cutOff: () => response.destroy(),
          },
          clock,
        ),
      ]
      open.add(response)
      setSecurityHeaders(response)
      response.writeHead(200, {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': `attachment; filename="${transcript.fileName}"`,
      })
      try {
        await pipeline(Readable.from(transcript.text, { objectMode: true, highWaterMark: 1 }), response)
      } catch (err) {
        if (!response.destroyed || !isClosedByReader(err)) log.error({ err }, 'the download of a transcript failed')
        response.destroy()
      } finally {
        open.delete(response)
        for (const stop of stops) stop()
      }
    },
    endDownloads() {
      for (const response of open) response.destroy()
    },
  }
}

const closing =
  (close: () => void) =>
  (error: unknown): never => {
    close()
    throw error
  }

const isClosedByReader = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** @returns null when the path does not name a session, a task or a run */
function transcriptOf(path: string): TranscriptOf | null {
  if (!path.endsWith('.md')) return null
  const id = decodeGlobalId(path.slice(TRANSCRIPTS_PATH.length, -'.md'.length))
  switch (id?.typename) {
    case 'Run':
      return { runId: id.id }
    case 'RunTask':
      return { runTaskId: id.id }
    case 'Session':
      return { sessionId: id.id }
    default:
      return null
  }
}
