const BYTES_PER_TOKEN = 3

/**
 * Estimates how many tokens a text has: one for each three bytes of UTF-8. The tokens of English texts have about four bytes, those of code
 * and of output about three, and a Chinese or Japanese character is three bytes and about one token. So the estimate is seldom too low.
 */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)
