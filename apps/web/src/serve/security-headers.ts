import { createHash } from 'node:crypto'

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Only our own scripts run: files of this origin, and the inline scripts that were exported with the page, identified by their hash. The
 * page loads nothing from another origin, sends nothing to one, and cannot be framed by one.
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
