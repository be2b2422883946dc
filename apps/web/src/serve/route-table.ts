import { isHarmless, placeholderName } from './placeholder.ts'

/** A file of the export, and the values for its placeholders. The values come from the address. */
export interface Route {
  file: string
  values: Readonly<Record<string, string>>
}

export type RouteTable = (path: string) => Route | null

interface Template {
  file: string
  names: readonly string[]
  pattern: RegExp
}

/**
 * Creates a function that finds the file for a path. A file with exactly this name has precedence over a page with a placeholder.
 * @param files paths relative to the export, with `/`
 */
export function routeTable(files: Iterable<string>): RouteTable {
  const byPath = new Map<string, string>()
  const templates: Template[] = []
  for (const file of files) {
    const template = templateOf(file)
    if (template === null) for (const path of pathsOf(file)) byPath.set(path, file)
    else templates.push(template)
  }
  return (path) => {
    const exact = byPath.get(path)
    if (exact !== undefined) return { file: exact, values: {} }
    for (const template of templates) {
      const values = valuesIn(template, path)
      if (values !== null) return { file: template.file, values }
    }
    return null
  }
}

function pathsOf(file: string): string[] {
  if (file === 'index.html') return ['/']
  return file.endsWith('.html') ? [`/${file.slice(0, -'.html'.length)}`, `/${file}`] : [`/${file}`]
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

function templateOf(file: string): Template | null {
  const extension = /\.(html|txt)$/.exec(file)?.[0] ?? ''
  const names: string[] = []
  const segments = file
    .slice(0, file.length - extension.length)
    .split('/')
    .map((segment) => {
      const name = placeholderName(segment)
      if (name === null) return escaped(segment)
      names.push(name)
      return '([^/]+)'
    })
  if (names.length === 0) return null
  return {
    file,
    names,
    pattern: new RegExp(`^/${segments.join('/')}${extension === '.html' ? '' : escaped(extension)}$`),
  }
}

function valuesIn({ names, pattern }: Template, path: string): Record<string, string> | null {
  const found = pattern.exec(path)?.slice(1)
  if (found === undefined || !found.every(isHarmless)) return null
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? '']))
}
