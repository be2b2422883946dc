/**
 * Returns the key of a text. Texts that differ only in case, spaces, quotes or the punctuation at their end have the same key, so that
 * duplicates are joined.
 */
export const entryKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[`'"“”‘’]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/[\s.,;:!]+$/u, '')
    .trim()
