import type { RevertingCommit } from '../../ports/git.ts'

/** The format for `git log`, with NUL between the fields: the commit and its message. */
export const REVERT_FORMAT = '%H%x00%B'

/**
 * The sentence that git writes into a revert. With the setting `revert.reference`, it has an abbreviated id and, in brackets, the subject.
 */
const SENTENCE =
  /This reverts commit ([0-9a-f]{7,64})(?: \([^\n]*\))?(?:, reversing\s+changes made to ([0-9a-f]{7,64}))?/g

/** Parses the output of `git log -z --format=tformat:REVERT_FORMAT`. */
export function parseReverts(stdout: string): RevertingCommit[] {
  const fields = stdout.split('\0')
  const found: RevertingCommit[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const sentences = [...(fields[at + 1] ?? '').matchAll(SENTENCE)]
    const reverted = sentences.map(([, commit = '', since = null]) => ({ commit, since }))
    if (reverted.length > 0) found.push({ commit: fields[at] ?? '', reverted })
  }
  return found
}
