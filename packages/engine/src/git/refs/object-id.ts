/** @returns whether a text is a full object id, of a SHA-1 or a SHA-256 repository */
export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** Returns git's id for "no object": as many zeros as an id of this repository has characters. @param like any id of the repository */
export const noObject = (like: string): string => '0'.repeat(like.length)

/**
 * Checks a text before git gets it as an argument, because git could read a text such as `--output=x` as an option.
 * @throws when the text is not a full object id, which is a defect of Coppice
 */
export function assertObjectId(text: string): void {
  if (!isObjectId(text)) throw new Error(`${JSON.stringify(text)} is not a full object id`)
}
