export interface FencedBlock {
  file: string
  /** The number of the block's first line of text, from 1. */
  line: number
  /** The first word after the opening fence. It is empty when there is none. */
  language: string
  text: string
}

/** Returns the fenced blocks of a Markdown file. The indentation of a block in a list is removed. @throws when a block has no end */
export function fencedBlocks(file: string, markdown: string): FencedBlock[] {
  const blocks: FencedBlock[] = []
  let open: { fence: string; indent: number; language: string; line: number; text: string[] } | null = null
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', fence = '', info = ''] = /^( *)(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open === null) {
      if (fence)
        open = { fence, indent: indent.length, language: info.trim().split(/\s/)[0] ?? '', line: index + 2, text: [] }
    } else if (fence.startsWith(open.fence) && info.trim() === '') {
      blocks.push({ file, line: open.line, language: open.language, text: open.text.map((one) => `${one}\n`).join('') })
      open = null
    } else {
      open.text.push(line.replace(new RegExp(`^ {0,${open.indent}}`), ''))
    }
  }
  if (open) throw new Error(`${file}:${open.line - 1}: this block has no end`)
  return blocks
}
