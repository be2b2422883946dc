/** A commit object whose bytes are kept exactly: each character of its texts is one byte. */
export interface RawCommit {
  /** The headers. A header that has continuation lines includes them. */
  headers: readonly string[]
  message: string
}

export function parseCommit(object: Buffer): RawCommit {
  const text = object.toString('latin1')
  const end = text.indexOf('\n\n')
  const [head, message] = end < 0 ? [text.trimEnd(), ''] : [text.slice(0, end), text.slice(end + 2)]
  return { headers: head.split(/\n(?! )/), message }
}

/** Headers that a rewritten commit does not keep. A signature is only valid for the old commit. */
const DROPPED = /^(?:tree|parent|gpgsig|gpgsig-sha256|mergetag) /

/** Returns a commit object with another tree and other parents. Author, committer, dates and message stay the same. */
export function rewrittenCommit({ headers, message }: RawCommit, tree: string, parents: readonly string[]): Buffer {
  const kept = headers.filter((header) => !DROPPED.test(header))
  const head = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), ...kept].join('\n')
  return Buffer.from(`${head}\n\n${message}`, 'latin1')
}
