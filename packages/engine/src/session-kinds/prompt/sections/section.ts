/** One part of a prompt, as data: a level-two heading and its text. */
export interface Section {
  heading: string
  body: string
}

/** Puts a text on one line, so that a title from a plan cannot begin a new section. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

export const numbered = (points: readonly string[]): string =>
  points.map((point, index) => `${index + 1}. ${point}`).join('\n')

export const bulleted = (points: readonly string[]): string => points.map((point) => `- ${point}`).join('\n')

/** Puts a text into a Markdown code block. The fence is longer than all backticks in the text, so the text cannot end the block. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text.replace(/\n+$/, '')}\n${fence}`
}
