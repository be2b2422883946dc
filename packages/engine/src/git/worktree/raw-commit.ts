/** A commit object, byte for byte. Each character is one byte. */
export interface RawCommit {
  /** A header with its continuation lines. */
  headers: readonly string[]
  message: string
}

export function parseCommit(object: Buffer): RawCommit {
  const text = object.toString('latin1')
  const end = text.indexOf('\n\n')
  const [head, message] = end < 0 ? [text.trimEnd(), ''] : [text.slice(0, end), text.slice(end + 2)]
  return { headers: head.split(/\n(?! )/), message }
}

/** Drops signatures, because they belong to another commit. */
const DROPPED = /^(?:tree|parent|gpgsig|gpgsig-sha256|mergetag) /

/** Keeps author, committer, dates and message. */
export function rewrittenCommit({ headers, message }: RawCommit, tree: string, parents: readonly string[]): Buffer {
  const kept = headers.filter((header) => !DROPPED.test(header))
  const head = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), ...kept].join('\n')
  return Buffer.from(`${head}\n\n${message}`, 'latin1')
}
