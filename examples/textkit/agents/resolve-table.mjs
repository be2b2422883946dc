/**
 * Resolves the conflict of csv-write and table. Both added a writer at the same lines of src/render.js, and both are needed. The merge is
 * in progress in the current folder.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { git, read, runTests, think } from './lib/agent.mjs'
import { addWriter, writersOf } from './lib/writers.mjs'

const RENDER = 'src/render.js'
const files = readFileSync(process.env.COPPICE_CONFLICT_FILES, 'utf8').split('\n').filter(Boolean)
if (files.join() !== RENDER)
  throw new Error(`this script resolves only a conflict in ${RENDER}, not in ${files.join(', ')}`)

await read(RENDER)
const [ours, theirs] = ['2', '3'].map((stage) => git('show', `:${stage}:${RENDER}`))
const missing = writersOf(theirs).filter(({ name }) => !writersOf(ours).some((writer) => writer.name === name))
await think(`Each side adds a writer. Keep ours and add ${missing.map(({ format }) => format).join(', ')}.`)
writeFileSync(RENDER, missing.reduce(addWriter, ours))
await runTests('render', 'csv-write', 'table')
git('add', '--', RENDER)
console.log(`settled ${RENDER}`)
