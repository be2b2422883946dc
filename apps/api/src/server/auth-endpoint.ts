import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Access } from '../access/access.ts'
import { isSameOrigin } from '../access/same-origin.ts'
import { noSessionCookie, sessionCookie, sessionSecretOf } from '../access/session-cookie.ts'
import type { SignInAttempts } from '../access/sign-in-attempts.ts'
import { answerJson } from './answer.ts'
import { readBody } from './read-body.ts'

const LONGEST_BODY_BYTES = 4096
const Credentials = z.union([z.object({ code: z.string() }), z.object({ token: z.string() })])

interface AuthEndpointOptions {
  access: Access
  attempts: SignInAttempts
  log: Logger
}

/** `POST /auth/sign-in` exchanges a token or a sign-in code for the console's cookie, `POST /auth/sign-out` ends the session. */
export function createAuthEndpoint({ access, attempts, log }: AuthEndpointOptions) {
  async function signIn(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const address = request.socket.remoteAddress ?? ''
    const waitSeconds = attempts.waitSeconds(address)
    if (waitSeconds > 0) {
      response.setHeader('retry-after', waitSeconds)
      return answerJson(response, 429, { message: `Too many failed attempts. Try again in ${waitSeconds} s.` })
    }
    const body = await readBody(request, LONGEST_BODY_BYTES)
    const credentials = Credentials.safeParse(body)
    if (!credentials.success) return answerJson(response, 400, { message: 'Expected JSON: { "token" } or { "code" }.' })
    const secret = await access.signIn(credentials.data)
    if (secret === null) {
      attempts.failed(address)
      log.warn({ address }, 'a sign-in was refused')
      return answerJson(response, 401, { message: refusal(credentials.data) })
    }
    response.setHeader('set-cookie', sessionCookie(port, secret))
    answerJson(response, 200, {})
  }

  async function signOut(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const secret = sessionSecretOf(request, port)
    const credential = secret === null ? null : await access.bySession(secret)
    if (credential?.kind === 'session') await access.signOut(credential.sessionId)
    response.setHeader('set-cookie', noSessionCookie(port))
    answerJson(response, 200, {})
  }

  const actions: Readonly<Record<string, typeof signIn>> = { '/auth/sign-in': signIn, '/auth/sign-out': signOut }

  return async (request: IncomingMessage, response: ServerResponse, path: string, port: number): Promise<void> => {
    const action = actions[path]
    if (!action) return answerJson(response, 404, { message: 'There is nothing here.' })
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      return answerJson(response, 405, { message: 'Only POST.' })
    }
    if (!isSameOrigin(request) && isFromBrowser(request))
      return answerJson(response, 403, { message: 'Sign in and out from Coppice’s own pages.' })
    return action(request, response, port)
  }
}

const isFromBrowser = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined

const refusal = (by: { token: string } | { code: string }): string =>
  'code' in by
    ? 'This sign-in link is no longer valid: each start of the server makes a new one. Use the newest, or a token.'
    : 'This token is not known, or was revoked.'
