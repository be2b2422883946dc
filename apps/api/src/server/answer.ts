import type { ServerResponse } from 'node:http'
import type { ErrorCode } from '../schema/errors/api-error.ts'

/** An API answers with data: nothing of it is a page, to be framed, or to be kept. */
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

/** A refusal before GraphQL had a look, in the form of its errors. */
export const answerError = (response: ServerResponse, status: number, code: ErrorCode, message: string): void =>
  answerJson(response, status, { errors: [{ message, extensions: { code } }] })

export function answerText(response: ServerResponse, status: number, text: string): void {
  setSecurityHeaders(response)
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}
