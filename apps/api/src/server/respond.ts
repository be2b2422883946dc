import type { ServerResponse } from 'node:http'
import type { ErrorCode } from '../schema/errors/api-error.ts'

/** The security headers of the API. Its responses are data, so browsers must not show, frame or cache them. */
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

export function respondJson(response: ServerResponse, status: number, body: unknown): void {
  setSecurityHeaders(response)
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

/** Refuses a request before GraphQL handles it. The body has the form of a GraphQL error. */
export const respondError = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  respondJson(response, status, { errors: [{ message, extensions: { code } }] })

export function respondText(response: ServerResponse, status: number, text: string): void {
  setSecurityHeaders(response)
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}
