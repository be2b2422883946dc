import type { PlanProblem } from '@coppice/engine'

/** Formats each mistake as `file:line:column: message`, which editors and CI turn into a link. The last line is the number of mistakes. */
export function problemLines(file: string, problems: readonly PlanProblem[]): string {
  const lines = problems.map(({ line, column, path, message }) => {
    const place = line === null ? file : `${file}:${line}:${column ?? 1}`
    return `${place}: ${path ? `${path}: ` : ''}${message}`
  })
  return [...lines, '', problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`].join('\n')
}
