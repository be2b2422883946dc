import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Access } from '../access/access.ts'
import { isSameOrigin } from '../access/same-origin.ts'
import { noSessionCookie, sessionCookie, sessionSecretOf } from '../access/session-cookie.ts'
import type { SignInAttempts } from '../access/sign-in-attempts.ts'
import { readBody } from './read-body.ts'
import { respondJson } from './respond.ts'

const LONGEST_BODY_BYTES = 4096
const Credentials = z.union([z.object({ code: z.string() }), z.object({ token: z.string() })])
type Given = z.infer<typeof Credentials>

interface AuthEndpointOptions {
  access: Access
  attempts: SignInAttempts
  log: Logger
}

/** Handles `POST /auth/sign-in`, which sets the cookie of the console for a token or a sign-in code, and `POST /auth/sign-out`. */
export function createAuthEndpoint({ access, attempts, log }: AuthEndpointOptions) {
  async function signIn(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const body = await readBody(request, LONGEST_BODY_BYTES)
    const credentials = Credentials.safeParse(body)
    if (!credentials.success)
      return respondJson(response, 400, { message: 'Expected JSON: { "token" } or { "code" }.' })
    const secret = await access.signIn(credentials.data)
    if (secret !== null) {
      response.setHeader('set-cookie', sessionCookie(port, secret))
      return respondJson(response, 200, {})
    }
    // A used code is accepted from a browser that is already signed in, because people open a link twice.
    if ('code' in credentials.data && (await sessionOf(request, port)) !== null) return respondJson(response, 200, {})
    refuse(request, response, credentials.data)
  }

  function refuse(request: IncomingMessage, response: ServerResponse, by: Given): void {
    const address = request.socket.remoteAddress ?? ''
    const waitSeconds = attempts.failed(address)
    if (waitSeconds > 0) response.setHeader('retry-after', waitSeconds)
    else log.warn({ address }, 'refused a sign-in')
    const advice = waitSeconds > 0 ? ` After too many failed sign-ins, wait ${waitSeconds} s before the next.` : ''
    respondJson(response, waitSeconds > 0 ? 429 : 401, { message: refusal(by) + advice })
  }

  async function sessionOf(request: IncomingMessage, port: number) {
    const secret = sessionSecretOf(request, port)
    return secret === null ? null : access.bySession(secret)
  }

  async function signOut(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const credential = await sessionOf(request, port)
    if (credential?.kind === 'session') await access.signOut(credential.sessionId)
    response.setHeader('set-cookie', noSessionCookie(port))
    respondJson(response, 200, {})
  }

  const actions: Readonly<Record<string, typeof signIn>> = { '/auth/sign-in': signIn, '/auth/sign-out': signOut }

  return async (request: IncomingMessage, response: ServerResponse, path: string, port: number): Promise<void> => {
    const action = actions[path]
    if (!action) return respondJson(response, 404, { message: 'Nothing exists at this address.' })
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      return respondJson(response, 405, { message: 'Use POST.' })
    }
    if (!isSameOrigin(request) && isFromBrowser(request))
      return respondJson(response, 403, { message: 'Only the pages of Coppice may sign in and out. Open the console.' })
    return action(request, response, port)
  }
}

const isFromBrowser = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined

const refusal = (by: Given): string =>
  'code' in by
    ? 'This sign-in link was already used or is older than five minutes. To get a new one: coppice sign-in'
    : 'This token is unknown, was revoked, or has expired. To get a link instead: coppice sign-in'
