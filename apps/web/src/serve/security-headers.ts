import { createHash } from 'node:crypto'

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * @returns the security headers of a page. They allow only scripts of this origin and the inline scripts of the page, by their hashes. The page
 * cannot load from other origins, cannot send to other origins, and cannot be in a frame.
 */
export function securityHeaders(html: string): Record<string, string> {
  const inline = Array.from(html.matchAll(INLINE_SCRIPT), ([, code]) => sha256(code ?? ''))
  return {
    'content-security-policy': [
      "default-src 'self'",
      `script-src 'self' ${[...new Set(inline)].join(' ')}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
}
