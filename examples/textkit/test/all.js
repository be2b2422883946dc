import { readdirSync } from 'node:fs'

/** Runs the tests in one process, which takes a tenth of the time of one process per file. With names, runs only those files. */
const names = process.argv.slice(2)

for (const file of readdirSync(new URL('.', import.meta.url)).sort()) {
  const name = /^(.*)\.test\.js$/.exec(file)?.[1]
  if (name && (names.length === 0 || names.includes(name))) await import(`./${file}`)
}
