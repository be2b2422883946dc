/** One part of a prompt, as data: a level-two heading and its text. */
export interface Section {
  heading: string
  body: string
}

/** Puts a title of the plan on one line, so that a part of the title cannot look like a heading of the prompt. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

export const numbered = (points: readonly string[]): string =>
  points.map((point, index) => `${index + 1}. ${point}`).join('\n')

export const bulleted = (points: readonly string[]): string => points.map((point) => `- ${point}`).join('\n')

/** Puts the unchanged text between two Markdown fences. They are longer than each fence in the text, so that the text cannot close them. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text.replace(/\n+$/, '')}\n${fence}`
}
