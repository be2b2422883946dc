/** Adds a writer to the source of src/render.js. Imports and writers stay sorted by name. */
export function addWriter(source, { format, name, module }) {
  const withImport = insertSorted(source, IMPORT, `import { ${name} } from './${module}.js'`)
  return insertSorted(withImport, ENTRY, format === name ? `  ${name},` : `  ${format}: ${name},`)
}

/** Returns the imported writers in the source of src/render.js. */
export function writersOf(source) {
  return [...source.matchAll(IMPORT)].map(([, name, module]) => ({
    name,
    module,
    format: new RegExp(`^ {2}(\\w+): ${name},$`, 'm').exec(source)?.[1] ?? name,
  }))
}

const IMPORT = /^import \{ (\w+) \} from '\.\/([\w-]+)\.js'$/gm
const ENTRY = /^ {2}\w+(: .*)?,$/gm

/**
 * Inserts a line before the first matching line that sorts after it. Without such a line, it inserts the line after the last matching line, or
 * at the top.
 */
function insertSorted(source, pattern, line) {
  const lines = [...source.matchAll(pattern)]
  const next = lines.find(([text]) => text > line)
  const last = lines.at(-1)
  if (next) return `${source.slice(0, next.index)}${line}\n${source.slice(next.index)}`
  if (!last) return `${line}\n\n${source}`
  const end = last.index + last[0].length
  return `${source.slice(0, end)}\n${line}${source.slice(end)}`
}
