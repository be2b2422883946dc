/** What would end a path, or the comment that contains it. */
const NEEDS_QUOTES = /, |;|-->|^["\s]|\s$|[\r\n]/
const ENDS = /[,;>]/g

/** Writes a path for a list of paths in a comment. A path that contains what ends a path or the comment becomes a string of JSON. */
export const quotedPath = (path: string): string =>
  NEEDS_QUOTES.test(path) ? JSON.stringify(path).replace(ENDS, (end) => `\\u00${end.charCodeAt(0).toString(16)}`) : path

/** Reads a path that `quotedPath` wrote. Earlier versions quoted no path, so what is no string of JSON is the path itself. */
export function unquotedPath(text: string): string {
  if (!text.startsWith('"')) return text
  try {
    const path: unknown = JSON.parse(text)
    return typeof path === 'string' ? path : text
  } catch {
    return text
  }
}
