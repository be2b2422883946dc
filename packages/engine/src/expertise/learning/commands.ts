/** Commands that only look around or move files. They teach nothing about a project. */
const PLAIN = new Set(
  'cat cd chmod clear cp date df diff du echo env export false file find git grep head less ls mkdir more mv nl printf ps pwd read rg rm rmdir sed set sleep sort stat tail tee test touch tree true type uniq unset wc which xargs yes'.split(
    ' ',
  ),
)

const LEADING_CD = /^\s*cd\s+\S+\s*(?:&&|;)\s*/
const REDIRECTED = /\s*(?:2>&1|[12]?>\s*\/dev\/null)/g
const LIMITED_OUTPUT = /\s*\|\s*(?:tail|head|cat|less)\b[^|]*$/
const ASSIGNMENT = /^(?:[A-Za-z_]\w*=\S*\s+)+/

/**
 * Returns the part of a command that says something about the project. A `cd` at its beginning is removed, and so are the parts that only
 * shorten its output.
 *
 * @returns null when the command is not one line, or teaches nothing
 */
export function projectCommand(written: string): string | null {
  if (written.includes('\n') || written.includes('<<')) return null
  const command = written.replace(LEADING_CD, '').replace(LIMITED_OUTPUT, '').replaceAll(REDIRECTED, '').trim()
  const parts = command.split(/\s*(?:&&|\|\||;|\|)\s*/)
  return command.length > 1 && parts.some((part) => !PLAIN.has(programOf(part))) ? command : null
}

/** Returns the program that a command starts, such as `npm`. */
export const programOf = (command: string): string => command.replace(ASSIGNMENT, '').trim().split(/\s+/)[0] ?? ''
