/** A piece of a file with the number of its first line. */
export interface Passage {
  line: number
  text: string
}

const COMMENT_LINE = /^\s*(?:\/\/|\/\*+|\*)/
const MARKS = /^\s*(?:\/\/|\/\*\*?|\*)(?!\/)\s?|\*\/\s*\}?\s*$/g

/**
 * Returns the comments of a source file, each as one text. It has no parser and reads line by line. So it finds only comments that have
 * lines of their own. Nearly all comments do.
 */
export function commentsOf(source: string): Passage[] {
  const found: Passage[] = []
  let isOpen = false
  source.split('\n').forEach((content, index) => {
    if (!COMMENT_LINE.test(content)) {
      isOpen = false
      return
    }
    const startsHere = !isOpen || /^\s*\/\*/.test(content)
    if (startsHere) found.push({ line: index + 1, text: '' })
    const last = found.at(-1)
    if (last) last.text = `${last.text} ${content.replace(MARKS, '')}`.trim()
    isOpen = !content.trimEnd().endsWith('*/')
  })
  return found.map(({ line, text }) => ({ line, text: text.replace(/\s*\*\/$/, '') }))
}

/** Returns the paragraphs of a Markdown file, without code blocks. Each row of a table is a paragraph. */
export function paragraphsOf(markdown: string): Passage[] {
  const found: Passage[] = []
  let inCode = false
  let isOpen = false
  markdown.split('\n').forEach((content, index) => {
    if (/^\s*```/.test(content)) inCode = !inCode
    const isText = !inCode && content.trim() !== '' && !content.includes('```')
    if (isText && !(isOpen && !content.startsWith('|'))) found.push({ line: index + 1, text: '' })
    const last = found.at(-1)
    if (isText && last) last.text = `${last.text} ${content.trim()}`.trim()
    isOpen = isText
  })
  return found
}

/** Returns every line with a quoted text of at least two words, such as a message or the title of a test. */
export function quotedLinesOf(source: string): Passage[] {
  return source
    .split('\n')
    .map((text, index) => ({ line: index + 1, text }))
    .filter(({ text }) => !COMMENT_LINE.test(text) && /['"`>][^'"`]*\w+ \w+/.test(text))
}
