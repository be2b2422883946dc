import type { PlanProblem } from '@coppice/engine'

/** One line per mistake, in the form that editors and CI make clickable: `file:line:column: message`. */
export function problemLines(file: string, problems: readonly PlanProblem[]): string {
  const lines = problems.map(({ line, column, path, message }) => {
    const place = line === null ? file : `${file}:${line}:${column ?? 1}`
    return `${place}: ${path ? `${path}: ` : ''}${message}`
  })
  return [...lines, '', problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`].join('\n')
}
