import { extname } from 'node:path'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  // Next requests a `.txt` file when the user follows a link to another page.
  '.txt': 'text/x-component; charset=utf-8',
  '.woff2': 'font/woff2',
}

export const contentType = (file: string): string => TYPES[extname(file)] ?? 'application/octet-stream'
