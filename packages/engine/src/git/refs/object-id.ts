/** A full id of a SHA-1 or SHA-256 repository. */
export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** Git's id for "no object". It is as long as the repository's ids. */
export const noObject = (like: string): string => '0'.repeat(like.length)

/** Throws unless the text is an id. Only ids become arguments, so a failure here is our defect and not a user's mistake. */
export function assertObjectId(text: string): void {
  if (!isObjectId(text)) throw new Error(`not a full object id: ${JSON.stringify(text)}`)
}
