import type { ServerResponse } from 'node:http'
import type { ErrorCode } from '../schema/errors/api-error.ts'

/** The API responds with data. No response is a page, may be framed, or may be cached. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  setSecurityHeaders(response)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

/** A refusal before GraphQL has seen the request, in the form of GraphQL errors. */
export const answerError = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  answerJson(response, status, { errors: [{ message, extensions: { code } }] })

export function answerText(response: ServerResponse, status: number, text: string): void {
  setSecurityHeaders(response)
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}
