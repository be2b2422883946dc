import { relativeCommand } from './relative-text.ts'

/** Commands that only look around or move files. They teach nothing about a project. */
const PLAIN = new Set(
  'cat cd chmod clear cp date df diff du echo env export false file find git grep head less ls mkdir more mv nl printf ps pwd read rg rm rmdir sed set sleep sort stat tail tee test touch tree true type uniq unset wc which xargs yes'.split(
    ' ',
  ),
)

const REDIRECTED = /\s*(?:2>&1|[12]?>\s*\/dev\/null)/g
const LIMITED_OUTPUT = /\s*\|\s*(?:tail|head|cat|less)\b[^|]*$/
const ASSIGNMENT = /^(?:[A-Za-z_]\w*=\S*\s+)+/

/**
 * Returns the part of a command that says something about the project, with paths relative to the root of the repository. The parts that
 * only shorten its output are removed.
 *
 * @returns null when the command is not one line, or teaches nothing
 */
export function projectCommand(written: string, worktreePath: string | null): string | null {
  if (written.includes('\n') || written.includes('<<')) return null
  const command = relativeCommand(written, worktreePath).replace(LIMITED_OUTPUT, '').replaceAll(REDIRECTED, '').trim()
  const parts = command.split(/\s*(?:&&|\|\||;|\|)\s*/)
  return command.length > 1 && parts.some((part) => !PLAIN.has(programOf(part))) ? command : null
}

const QUOTED = /'[^']*'|"(?:\\.|[^"\\])*"|\\./g
const SHELL_WITH_TEXT = /(?:^|[;&|])\s*(?:\S*\/)?(?:ba|da|z)?sh\s+-\w*c\s/
const REDIRECTION = /\d?>&\d?|&>>?|>\|/g
const PIPEFAIL = /\bset\s+-\w*o\s+pipefail\b/
const ONLY_ASSIGNMENT = /^[A-Za-z_]\w*=\S*$/

/**
 * Says whether a command may succeed although its program failed. The status of `npm test | tail` is that of `tail`, and `npm test || true`
 * and `npm test; echo done` always succeed.
 */
export function hidesFailure(written: string): boolean {
  const unquoted = SHELL_WITH_TEXT.test(written) ? written.replaceAll(/["']/g, '') : written.replaceAll(QUOTED, 'text')
  const parts = unquoted.replaceAll(REDIRECTION, ' ').split(/(&&|\|\||[;|&])/)
  const isPipeSafe = PIPEFAIL.test(written)
  return parts.some((part, index) => {
    const text = part.trim()
    if (index % 2 === 0) return /^!\s/.test(text)
    if (text === '||' || text === '&') return true
    if (text === '&&' || (text === '|' && isPipeSafe)) return false
    const before = parts[index - 1]?.trim() ?? ''
    const isLast = parts.slice(index + 1).every((after) => after.trim() === '')
    return !isLast && !PLAIN.has(programOf(before)) && !ONLY_ASSIGNMENT.test(before)
  })
}

const WRITES =
  /(?:^|[\s;&|(])(?:sed\s+(?:-\S*\s+)*-\S*i|(?:cp|ln|mv|rm|tee|touch)\s|git\s+(?:am|apply|checkout|cherry-pick|clean|merge|mv|pull|rebase|reset|restore|revert|rm|stash|switch)\b)/
const TO_FILE = /(?<![0-9&>])(?:1?>>?|&>>?)\s*(?!\/dev\/|&)[^\s>&|;]/

/** Says whether a command may have changed files although `projectCommand` knows nothing of it, such as `sed -i` and `cat > file`. */
export function mayHaveWritten(written: string): boolean {
  const unquoted = written.replaceAll(QUOTED, 'text')
  return written.includes('\n') || unquoted.includes('<<') || WRITES.test(unquoted) || TO_FILE.test(unquoted)
}

/** Returns the program that a command starts, such as `npm`. */
export const programOf = (command: string): string => command.replace(ASSIGNMENT, '').trim().split(/\s+/)[0] ?? ''
