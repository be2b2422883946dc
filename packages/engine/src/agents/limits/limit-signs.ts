/**
 * Patterns of the messages that agents and providers print when a limit is reached. Sources: issues of anthropics/claude-code (#2087, #85572),
 * openai/codex (#3124, #26668), earendil-works/pi (#4172) and google-gemini/gemini-cli (#10925, #22988).
 */
const SIGNS: readonly RegExp[] = [
  /\b(?:usage|session|weekly|\d+-hour|opus) limit reached/i,
  /\byou[’']ve hit your (?:\w+ )?limit/i,
  /\b(?:rate_limit_error|overloaded_error|usage_limit_reached|insufficient_quota|rateLimitExceeded|RESOURCE_EXHAUSTED)\b/,
  /\bresource (?:has been )?exhausted\b/i,
  /\b(?:quota exceeded|exceeded your (?:current )?quota|rate limit (?:reached|exceeded))/i,
  /\b(?:429|529)\b.{0,3}(?:too many requests|\{|overloaded)/i,
  /\b(?:http\/[\d.]+|status(?:[_ ]code)?["']?|error)[ :]+(?:429|529)\b/i,
]

export const reportsLimit = (line: string): boolean => SIGNS.some((sign) => sign.test(line))
