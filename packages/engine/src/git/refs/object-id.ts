/** Full ids of SHA-1 and SHA-256 repositories. */
export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** Git's word for "no object", as long as the repository's ids. */
export const noObject = (like: string): string => '0'.repeat(like.length)

/** A defect of ours, never a user's mistake: what is not an id does not become an argument. */
export function assertObjectId(text: string): void {
  if (!isObjectId(text)) throw new Error(`not a full object id: ${JSON.stringify(text)}`)
}
