const BYTES_PER_TOKEN = 4

/** Returns the number of tokens of a text: a quarter of its bytes, rounded up. Real tokenizers differ, but no client can tell. */
export const tokensOf = (text: string): number => tokensOfBytes(Buffer.byteLength(text))

export const tokensOfBytes = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN)

/** Returns the beginning of a text that has at most so many tokens, without a part of a character. */
export const firstTokens = (text: string, tokens: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, Math.max(0, tokens) * BYTES_PER_TOKEN), { stream: true })
